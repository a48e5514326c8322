"""The made-up ward's officials write: a document in every state that the pages show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.demo.history.cast import casts
from motcua.demo.world.documents import write_in
from motcua.dossiers.models import Document
from motcua.kernel.models import OutboxRow
from motcua.notifications.models import Message

pytestmark = pytest.mark.django_db


def test_every_state_of_a_document_is_there_and_nobody_is_told(world, now):
    world.give_a_key()
    world.receive(world.file())
    write_in(casts(now)[0], now + timedelta(hours=4))
    made = Document.objects.all()
    assert made.filter(settled_at=None, versions__ordinal=1).exists()
    assert made.filter(settled_at__isnull=False, approved_at=None).count() == 3
    assert made.filter(signed_at__isnull=False, use="letter").count() == 1
    assert made.filter(signed_at__isnull=False, use="internal").count() == 1
    assert made.filter(versions__ordinal=4).count() == 1
    assert not Message.objects.exists()
    assert not OutboxRow.objects.filter(name__startswith="dossiers.Document").exists()
