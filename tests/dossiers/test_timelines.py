"""The clock of a dossier explains itself, in the same words for everybody."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers import actions
from motcua.dossiers.queries.timelines import clock_of, entries_of
from motcua.kernel.clock import civil
from tests.dossiers.doing import ask, at, complete, residence
from tests.dossiers.test_step_times import LINE, pay

FRIDAY, MONDAY = at("2026-11-20T09:00"), at("2026-11-23T09:00")
THURSDAY = at("2026-11-26T09:00")


def told(dossier, now=FRIDAY):
    dossier.refresh_from_db()
    return [line.rule for line in clock_of(dossier, now).lines]


def words(dossier, rule, now=FRIDAY, language="vi"):
    dossier.refresh_from_db()
    found = [line for line in clock_of(dossier, now).lines if line.rule == rule]
    return found[-1].text(language)


@pytest.fixture
def dossier(world):
    return world.receive(residence(world), now=FRIDAY)


def test_rule_filed_article_19__before_receipt_only_the_filing_is_told(world):
    dossier = world.file()
    clock = clock_of(dossier, FRIDAY)
    assert [line.rule for line in clock.lines] == ["filed"]
    assert not clock.is_running
    assert clock.due_at is None


def test_rule_accepted_article_17__it_tells_the_promise_and_how_it_was_counted(dossier):
    rules = told(dossier)
    assert rules[:3] == ["filed", "accepted", "receipt-day"]
    assert "handed-over" in rules
    assert {"receipt-day", "working-days", "weekly-rest", "day-off"} <= set(rules)
    assert words(dossier, "accepted") == (
        "Tiếp nhận lúc 09:00 thứ Sáu 20/11/2026: hẹn trả 17:00 thứ Tư 02/12/2026."
    )
    assert "Ngày Văn hóa Việt Nam" in words(dossier, "day-off")


def test_rule_obligation_met__a_payment_sets_the_clock_running_again(world, dossier):
    actions.ask_payment(
        actor=world.actor("specialist", MONDAY), dossier_id=dossier.pk, line=LINE, now=MONDAY
    )
    assert told(dossier, MONDAY)[-2:] == ["obligation-asked", "obligation-lapse"]
    clock = clock_of(dossier, MONDAY)
    assert not clock.is_running
    assert (clock.pay_by, clock.lapses_at) != (None, None)
    pay(dossier, THURSDAY)
    world.settle(THURSDAY)
    assert told(dossier, THURSDAY)[-1] == "obligation-met"
    assert "hẹn trả 17:00 thứ Sáu 04/12/2026" in words(dossier, "obligation-met", THURSDAY)


def test_a_supplement_stops_it_and_counts_anew(world, dossier):
    ask(world, dossier, who="specialist", now=MONDAY)
    assert told(dossier, MONDAY)[-1] == "supplement-once"
    answered = at("2026-12-07T10:00")
    complete(world, dossier, now=answered)
    said = words(dossier, "supplement-answered", answered)
    assert said == (
        "Hồ sơ đầy đủ lúc 10:00 thứ Hai 07/12/2026: thời hạn tính lại từ đầu, hẹn trả "
        "17:00 thứ Tư 16/12/2026."
    )
    # The count that holds is told where it begins, and only once.
    assert told(dossier, answered).count("working-days") == 1
    assert civil(clock_of(dossier, answered).due_at) == at("2026-12-16T17:00")


def test_rule_late_result_article_19_9__it_is_late_by_the_first_promise(world, dossier):
    actions.apologise(
        actor=world.actor("head", MONDAY),
        dossier_id=dossier.pk,
        reason="Chờ xác minh.",
        again_on=date(2026, 12, 7),
        now=MONDAY,
    )
    finished = at("2026-12-04T09:00")
    world.finish(dossier, finished)
    dossier.refresh_from_db()
    assert told(dossier, finished)[-2:] == ["late-result", "unclaimed-result"]
    assert {"apology", "reappointment-once"} <= set(told(dossier, finished))
    actions.return_result(
        actor=world.actor("receptionist", finished), dossier_id=dossier.pk, now=finished
    )
    assert told(dossier, finished)[-1] == "returned"


def test_rule_early_result_article_20__before_its_day_it_is_told_as_early(world, dossier):
    world.finish(dossier, MONDAY)
    assert "early-result" in told(dossier, MONDAY)


def test_rule_timely_result_article_19__on_its_day_it_is_in_time(world):
    dossier = world.finish(world.receive(world.file()))
    assert "timely-result" in told(dossier)


def test_rule_handed_over_late_article_18__a_late_hand_over_says_so(world):
    dossier = world.file()
    receptionist = world.actor("receptionist")
    actions.accept(actor=receptionist, dossier_id=dossier.pk, now=FRIDAY)
    dossier.refresh_from_db()
    assert clock_of(dossier, FRIDAY).hand_over_by is not None
    actions.hand_over(actor=receptionist, dossier_id=dossier.pk, now=MONDAY)
    said = words(dossier, "handed-over-late", MONDAY)
    assert "muộn: lẽ ra chậm nhất 17:00 thứ Sáu 20/11/2026" in said


@pytest.mark.parametrize("ending", ["refuse", "withdraw", "stop"])
def test_every_way_to_end_without_result_is_told(world, ending):
    dossier = world.file()
    who = {"refuse": "receptionist", "withdraw": "citizen", "stop": "head"}[ending]
    if ending == "stop":
        world.receive(dossier)
    act = getattr(actions, ending)
    act(actor=world.actor(who), dossier_id=dossier.pk, reason="Không đủ.", now=FRIDAY)
    assert told(dossier)[-1] == ("withdrawal" if ending == "withdraw" else "refusal")


def test_rule_refusal_late_article_19_8__after_the_limit_it_is_late(world):
    dossier = world.receive(world.file())
    actions.stop(
        actor=world.actor("head", MONDAY), dossier_id=dossier.pk, reason="Không đủ.", now=MONDAY
    )
    assert told(dossier, MONDAY)[-1] == "refusal-late"


def test_the_lines_are_complete_in_both_languages_and_each_has_its_source(dossier):
    for line in clock_of(dossier, FRIDAY).lines:
        assert "{" not in line.words.vi + line.words.en
        assert line.words.vi != line.words.en
        assert line.citation
    drawn = entries_of(clock_of(dossier, FRIDAY), "en")
    assert drawn[0].title.startswith("Filed at ")
    assert {one.state for one in drawn} <= {"done", "current", "next", "late", "paused"}
