"""Whose address takes nothing reads it, and why nothing comes, where he says how to be told."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from motcua.notifications.actions.silencing import mark_silent, unmark_silent
from motcua.notifications.models import Message
from tests.cast import NOW
from tests.identity.doors import signed_in

pytestmark = pytest.mark.django_db


def test_a_citizen_sees_which_address_takes_nothing(world):
    account = world.accounts["citizen"]
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
    client = signed_in(account)
    assert "không nhận được tin" not in client.get("/tin/cach-bao").content.decode()
    message = Message(medium="email", language="vi", address=account.email, account_id=account.pk)
    mark_silent(message, reason="5.1.1", now=NOW)
    page = client.get("/tin/cach-bao").content.decode()
    assert f"{account.email} không nhận được tin từ" in page
    assert 'href="/accounts/email/"' in page
    assert "không nhận được tin" in client.get("/tin").content.decode()
    unmark_silent("email", account.email)
    assert "không nhận được tin" not in client.get("/tin/cach-bao").content.decode()
