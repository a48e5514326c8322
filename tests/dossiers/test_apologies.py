"""Article 19.9: an apology in time, with a reason and a new date, and never twice (form 04)."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.reminding import remind_officials
from motcua.dossiers.enums import SlipForm, State, Urgency
from motcua.dossiers.errors import NewDateInvalid, ReappointedAlready, ReasonMissing
from motcua.dossiers.models import Reminded, Slip
from motcua.dossiers.queries.dues import apology_due_by
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.holdings import slips_in
from motcua.dossiers.queries.prints import slip_pdf
from motcua.kernel.clock import civil
from motcua.kernel.errors import NotAllowed
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message
from tests.dossiers.doing import ask, at, complete, residence
from tests.dossiers.test_step_times import LINE, pay
from tests.ui.reading import text_of

FRIDAY, MONDAY = at("2026-11-20T09:00"), at("2026-11-23T09:00")
DUE, AGAIN = at("2026-12-02T17:00"), date(2026, 12, 7)
LATE = at("2026-12-02T08:00")


@pytest.fixture
def dossier(world):
    """A permanent residence received on a Friday, due on Wednesday 2 December."""
    return world.receive(residence(world), now=FRIDAY)


def apologise(world, dossier, *, who="head", now=MONDAY, again=AGAIN, reason="Chờ xác minh."):
    made = actions.apologise(
        actor=world.actor(who, now), dossier_id=dossier.pk, reason=reason, again_on=again, now=now
    )
    dossier.refresh_from_db()
    return made


def test_rule_apology_article_19_9__it_is_due_a_working_day_before(world, dossier):
    assert civil(dossier.due_at) == DUE
    assert civil(apology_due_by(dossier)) == at("2026-12-01T17:00")


def test_over_a_weekend_the_working_day_before_is_friday(world):
    dossier = world.receive(residence(world), now=at("2026-11-18T09:00"))
    assert civil(dossier.due_at) == at("2026-11-30T17:00")
    assert civil(apology_due_by(dossier)) == at("2026-11-27T17:00")


def test_where_the_limit_is_the_day_itself_the_apology_is_due_by_its_end(world):
    dossier = world.receive(world.file())
    assert apology_due_by(dossier) == dossier.due_at


def test_an_apology_in_time_promises_anew_and_keeps_the_first_promise(world, dossier):
    made = apologise(world, dossier)
    assert not made.is_late
    assert civil(dossier.due_at) == DUE
    assert civil(dossier.reappointed_at) == at("2026-12-07T17:00")
    assert dossier.state == State.IN_PROCESS
    assert apology_due_by(dossier) is None


def test_rule_apology_late_article_19_9__it_is_still_owed_and_kept_as_late(world, dossier):
    assert apologise(world, dossier, now=LATE).is_late


def test_rule_reappointment_once_article_19_9__a_dossier_is_promised_anew_once(world, dossier):
    apologise(world, dossier)
    with pytest.raises(ReappointedAlready):
        apologise(world, dossier, again=date(2026, 12, 9))
    assert Slip.objects.filter(form=SlipForm.APOLOGY).count() == 1


@pytest.mark.parametrize(
    "again",
    [date(2026, 12, 2), date(2026, 12, 5), date(2026, 11, 23), date(2025, 12, 8)],
    ids=["the first promise", "a Saturday", "today", "the past"],
)
def test_the_new_date_is_a_working_day_after_the_first_promise(world, dossier, again):
    with pytest.raises(NewDateInvalid):
        apologise(world, dossier, again=again)


def test_an_apology_says_why(world, dossier):
    with pytest.raises(ReasonMissing):
        apologise(world, dossier, reason="  ")


@pytest.mark.parametrize("who", ["specialist", "receptionist", "clerk", "auditor"])
def test_the_head_or_the_leader_apologises_and_nobody_else(world, dossier, who):
    with pytest.raises(NotAllowed):
        apologise(world, dossier, who=who)
    offered = acts_open(standing_of(world.actor(who), dossier, MONDAY))
    assert Act.APOLOGISE not in offered
    apologise(world, dossier, who="leader")


def test_what_waits_for_its_applicant_is_not_apologised_for(world, dossier):
    ask(world, dossier, who="specialist", now=MONDAY)
    with pytest.raises(MoveRefused):
        apologise(world, dossier)


def test_the_citizen_is_told_with_the_new_date(world, dossier, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    apologise(world, dossier)
    world.settle(MONDAY)
    told = Message.objects.get(template="apology")
    assert told.context["again"] == "17:00 07/12/2026"
    assert told.context["due"] == "17:00 02/12/2026"


def test_form_04_is_an_a5_paper_numbered_in_the_year_with_reason_and_both_dates(world, dossier):
    apologise(world, dossier, reason="Chờ xác minh của công an.")
    slip = Slip.objects.get(form=SlipForm.APOLOGY)
    assert slip.data["number"] == "01/PXL"
    pdf = slip_pdf(slip)
    text = " ".join(text_of(pdf).split())
    assert "Chờ xác minh của công an." in text
    assert "02 tháng 12 năm 2026" in text
    assert "07 tháng 12 năm 2026" in text
    assert [one.form for one in slips_in(dossier)][-1] == SlipForm.APOLOGY
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [round(float(side)) for side in opened.pages[0].mediabox]
    assert box == [0, 0, 420, 595]


def test_urgency_knows_the_new_date_and_on_time_is_judged_by_the_first(world, dossier):
    apologise(world, dossier)
    assert dossier.urgency(at("2026-12-04T09:00")) == Urgency.REAPPOINTED
    assert dossier.urgency(at("2026-12-07T17:01")) == Urgency.LATE
    finished = world.finish(dossier, at("2026-12-04T09:00"))
    assert finished.is_late


def test_waiting_for_money_puts_the_new_date_off_too(world, dossier):
    apologise(world, dossier)
    actions.ask_payment(
        actor=world.actor("specialist", MONDAY), dossier_id=dossier.pk, line=LINE, now=MONDAY
    )
    thursday = at("2026-11-26T09:00")
    pay(dossier, thursday)
    world.settle(thursday)
    dossier.refresh_from_db()
    # Tuesday is a day off: two working days stood still.
    assert civil(dossier.reappointed_at) == at("2026-12-09T17:00")


def test_a_supplement_after_an_apology_counts_the_limit_anew(world, dossier):
    apologise(world, dossier)
    ask(world, dossier, who="specialist", now=MONDAY)
    complete(world, dossier, now=at("2026-12-08T09:00"))
    dossier.refresh_from_db()
    assert dossier.reappointed_at is None
    assert civil(dossier.due_at) == at("2026-12-17T17:00")


def test_article_19_9_once_is_once_though_a_supplement_cleared_the_new_date(world, dossier):
    apologise(world, dossier)
    ask(world, dossier, who="specialist", now=MONDAY)
    complete(world, dossier, now=at("2026-12-08T09:00"))
    dossier.refresh_from_db()
    soon = at("2026-12-16T09:00")
    assert Act.APOLOGISE not in acts_open(standing_of(world.actor("head"), dossier, soon))
    assert apology_due_by(dossier) is None
    remind_officials(now=soon)
    assert not Reminded.objects.filter(dossier_id=dossier.pk, kind="apology").exists()
    with pytest.raises(ReappointedAlready):
        apologise(world, dossier, now=soon, again=date(2026, 12, 21))
