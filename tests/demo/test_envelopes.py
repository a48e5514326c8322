"""The made-up ward has envelopes: one awaited, one there, one late on its way."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.agencies.actions import seed_calendar
from motcua.agencies.models import Agency
from motcua.deliveries.models import Parcel
from motcua.demo.history.envelopes import let_envelopes_travel
from motcua.dossiers.models import Dossier, PostedPapers
from motcua.kernel.caching import forget_all
from motcua.notifications.models import Message
from motcua.procedures.models import Offering
from tests.deliveries.conftest import tariff_rows

pytestmark = pytest.mark.django_db


def test_three_envelopes_are_on_three_ways_and_nobody_is_told(world, now, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "demo").mkdir()
    emails = {part: world.accounts[part].email for part in ("receptionist", "citizen")}
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps(emails))
    # Another agency that stands before the ward of the stage, and takes the same by post.
    Agency.objects.filter(pk=world.ward.pk).update(code="Z99")
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    seed_calendar()
    tariff_rows()
    Offering.objects.update(channels=["online", "counter", "post"])
    forget_all()
    later = now + timedelta(days=60)
    for _time in range(2):
        let_envelopes_travel(later)
    filed = Dossier.objects.filter(channel="post")
    assert list(filed.values_list("agency", flat=True)) == [world.ward.pk] * 3
    awaited = PostedPapers.objects.order_by("dossier__submitted_at")[1]
    assert awaited.arrived_at is None
    assert awaited.dossier.account == world.accounts["citizen"]
    assert PostedPapers.objects.exclude(arrived_at=None).count() == 1
    parcel = Parcel.objects.get()
    assert parcel.state == "in-transit"
    assert parcel.late_at is not None
    assert not Message.objects.exists()
