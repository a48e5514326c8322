"""Sweeps that are killed go on where they stood, and do nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers.actions import lapsing, reminding_citizens, start_draft
from motcua.dossiers.actions.lapsing import close_all_unpaid
from motcua.dossiers.actions.reminding_citizens import (
    purge_drafts,
    remind_of_results,
    warn_of_drafts,
)
from motcua.dossiers.models import Dossier, Draft, Reminded, Slip, Transition, Upload
from motcua.kernel.models import AuditRow, StoredFile
from motcua.notifications.models import Message
from tests.cast import BUSINESS
from tests.desk.crowds import crowd
from tests.dossiers.killing import kill_in_the_middle

pytestmark = pytest.mark.django_db(transaction=True)
HOLD_DOSSIER = "SELECT 1 FROM dossiers_dossier WHERE id = %s FOR UPDATE"
HOLD_UPLOAD = "SELECT 1 FROM dossiers_upload WHERE id = %s FOR UPDATE"


@pytest.fixture(autouse=True)
def _small_batches(settings, monkeypatch):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.SMS_URL = ""
    monkeypatch.setattr(reminding_citizens, "_AT_ONCE", 4)
    monkeypatch.setattr(lapsing, "_AT_ONCE", 4)


def test_results_that_nobody_fetched_are_told_of_once_each(world):
    dossier = world.file(BUSINESS)
    changes = {"state": "finished", "national_code": 9, "finished_at": world.now}
    last = crowd(dossier, 10, **changes)[-1]
    now = world.now + timedelta(days=8)
    kill_in_the_middle(
        lambda: remind_of_results(now=now),
        "INSERT INTO dossiers_reminded (dossier_id, kind, clock, at)"
        " VALUES (%s, 'unclaimed-1', %s, %s)",
        (last.pk, last.finished_at, now),
    )
    told_before = Reminded.objects.count()
    assert 0 < told_before < 10
    assert Message.objects.filter(template="unclaimed").count() == told_before
    assert remind_of_results(now=now) == 10 - told_before
    assert remind_of_results(now=now) == 0
    assert Message.objects.filter(template="unclaimed").count() == 10


def drafts(world, count):
    """Let a citizen begin so many forms, each with a paper of its own."""
    made = []
    for number in range(count):
        draft = start_draft(
            actor=world.actor("citizen"),
            offering_id=world.offerings[BUSINESS],
            language="vi",
            answers={},
            now=world.now,
        )
        if number:
            draft = Draft.objects.get(pk=draft.pk)
            draft.pk, draft.public_id = None, f"00000000-0000-4000-8000-{number:012d}"
            draft.save(force_insert=True)
        upload = world.upload(content=b"%PDF-1.4 " + str(number).encode() + b"\n%%EOF\n")
        Upload.objects.filter(pk=upload.pk).update(draft=draft)
        made.append(draft)
    return made


def test_drafts_that_nobody_changed_are_told_of_and_deleted_once_with_their_papers(world):
    last = drafts(world, 10)[-1]
    late = world.now + timedelta(days=181)
    assert (warn_of_drafts(now=late), warn_of_drafts(now=late)) == (10, 0)
    assert Message.objects.filter(template="draft-ending").count() == 10
    gone = late + timedelta(days=14)
    held = last.uploads.get().pk
    kill_in_the_middle(lambda: purge_drafts(now=gone), HOLD_UPLOAD, (held,))
    left = Draft.objects.count()
    assert 0 < left < 10
    assert AuditRow.objects.filter(action="dossiers.purge_draft").count() == 10 - left
    assert Upload.objects.count() == StoredFile.objects.count() == left
    assert purge_drafts(now=gone) == left
    assert purge_drafts(now=gone) == 0
    assert AuditRow.objects.filter(action="dossiers.purge_draft").count() == 10
    assert StoredFile.objects.count() == 0


def test_dossiers_that_nobody_paid_are_ended_once_each(world):
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="due")
    dossier.refresh_from_db()
    last = crowd(dossier, 7)[-1]
    now = world.now + timedelta(days=31)
    kill_in_the_middle(lambda: close_all_unpaid(now=now), HOLD_DOSSIER, (last.pk,))
    ended = Dossier.objects.filter(is_open=False).count()
    assert 0 < ended < 8
    assert close_all_unpaid(now=now) == 8 - ended
    assert close_all_unpaid(now=now) == 0
    assert Slip.objects.filter(form="03").count() == 8
    assert Transition.objects.filter(action="refuse").count() == 8
