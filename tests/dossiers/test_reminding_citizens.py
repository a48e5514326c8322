"""Citizens are reminded of results they did not fetch, and told before a draft is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers.actions import start_draft
from motcua.dossiers.actions.reminding_citizens import (
    purge_drafts,
    remind_of_results,
    warn_of_drafts,
)
from motcua.dossiers.models import Dossier, Draft
from motcua.kernel.models import AuditRow
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.models import Message
from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.SMS_URL = ""


@pytest.fixture
def draft(world):
    return start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BUSINESS],
        language="vi",
        answers={},
        now=world.now,
    )


def test_an_applicant_is_reminded_of_a_result_once_for_each_of_the_rule_s_days(world):
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(
        state="finished", national_code=9, finished_at=world.now
    )
    days = (6, 7, 8, 15, 40, 41)
    told = [remind_of_results(now=world.now + timedelta(days=day)) for day in days]
    assert told == [0, 1, 0, 1, 1, 0]
    letters = [letter_of(row) for row in Message.objects.filter(template="unclaimed")]
    assert len(letters) == 3
    assert dossier.code in letters[0].subject
    # 180 days from 20 November 2026.
    assert "Nhận tại: Trung tâm Phục vụ hành chính công" in letters[0].text
    assert "giữ kết quả đến hết ngày 19/05/2027" in letters[0].text


def test_a_result_that_was_returned_is_not_reminded_of(world):
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(
        state="returned", national_code=10, is_open=False, finished_at=world.now
    )
    assert remind_of_results(now=world.now + timedelta(days=8)) == 0


def test_rule_drafts_kept__one_is_deleted_only_after_its_writer_was_told(world, draft):
    late = world.now + timedelta(days=181)
    assert purge_drafts(now=late) == 0, "nobody told him yet"
    assert (warn_of_drafts(now=late), warn_of_drafts(now=late)) == (1, 0)
    (letter,) = (letter_of(row) for row in Message.objects.filter(template="draft-ending"))
    assert "sẽ bị xóa từ ngày" in letter.text
    assert purge_drafts(now=late + timedelta(days=13)) == 0
    assert purge_drafts(now=late + timedelta(days=14)) == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert AuditRow.objects.filter(action="dossiers.purge_draft").count() == 1


def test_a_draft_that_was_opened_again_is_kept_and_told_of_anew(world, draft):
    late = world.now + timedelta(days=167)
    warn_of_drafts(now=late)
    Draft.objects.update(saved_at=late + timedelta(days=1))
    assert purge_drafts(now=late + timedelta(days=20)) == 0
    assert warn_of_drafts(now=late + timedelta(days=170)) == 1


def test_a_draft_is_not_told_of_before_its_time(world, draft):
    assert warn_of_drafts(now=world.now + timedelta(days=165)) == 0
