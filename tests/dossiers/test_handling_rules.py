"""Each rule of handling, named with its article: what it demands, refuses, and shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.base.handling import handling_rules, rule_on
from motcua.dossiers.base.statutory import form_on, statutory_forms
from motcua.dossiers.enums import SlipForm, State
from motcua.dossiers.errors import SupplementAsked, SupplementTooLate
from motcua.dossiers.models import StepRun
from motcua.dossiers.queries.dues import (
    hand_over_due_by,
    payment_due_by,
    payment_lapses_at,
    supplement_until,
)
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.progress import in_hand_of
from motcua.kernel.clock import civil
from motcua.payments.queries import orders_of
from tests.dossiers.doing import ask, at, complete, residence
from tests.dossiers.test_step_times import pay as pay_open

LINE = actions.OrderLine("obligation", {"vi": "Lệ phí trước bạ", "en": "Duty"}, 120_000)
TODAY = date(2026, 11, 20)
FRIDAY = at("2026-11-20T09:00")


def test_every_rule_has_words_in_both_languages_and_a_citation():
    for rule in handling_rules().rows:
        assert rule.citation, rule.code
        assert rule.text.vi, rule.code
        assert rule.text.en != rule.text.vi, rule.code
        assert rule.because.vi.count("{") == rule.because.en.count("{"), rule.code


def test_every_rule_of_today_holds_today_and_one_read_only_in_the_old_decree_is_not_confirmed():
    codes = {rule.code for rule in handling_rules().rows}
    today = handling_rules().on(TODAY)
    assert set(today) == codes
    carried = [rule for rule in today.values() if "kế thừa" in rule.citation]
    assert carried
    assert not any(rule.confirmed for rule in carried)


def test_before_july_2025_the_rules_cite_decree_61():
    cited = rule_on("apology", date(2024, 5, 6)).citation
    assert cited == "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9"


def test_the_six_forms_are_dated_data_of_their_own_paper():
    assert {form.code for form in statutory_forms()} == set(SlipForm.values)
    papers = {code: form_on(code, TODAY).paper for code in SlipForm.values}
    assert papers == {**dict.fromkeys(SlipForm.values, "a5"), SlipForm.REGISTER: "a4"}
    assert form_on("01", date(2024, 5, 6)).citation.startswith("Thông tư 01/2018/TT-VPCP")
    assert not form_on("01", TODAY).confirmed


# --- Article 17: once, with everything; Article 19.4: within three working days ----------------


def test_rule_supplement_once_article_17__it_is_asked_for_once(world):
    dossier = world.file()
    ask(world, dossier)
    complete(world, dossier)
    with pytest.raises(SupplementAsked):
        ask(world, dossier)


def test_rule_supplement_within_article_19_4__three_working_days_of_receipt(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    # Tuesday 24 November is a day off.
    assert civil(supplement_until(dossier)) == at("2026-11-26T17:00")
    ask(world, dossier, who="specialist", now=at("2026-11-26T16:59"))
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT_IN_PROCESS


def test_article_19_4_later_it_is_refused_in_the_words_of_the_rule(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    with pytest.raises(SupplementTooLate) as refused:
        ask(world, dossier, who="specialist", now=at("2026-11-26T17:01"))
    assert "3 ngày làm việc" in refused.value.text
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROCESS


def test_article_19_4_the_act_is_not_offered_any_more_once_it_is_too_late(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    actor = world.actor("specialist")
    assert Act.SUPPLEMENT in acts_open(standing_of(actor, dossier, FRIDAY))
    late = at("2026-11-27T08:00")
    assert Act.SUPPLEMENT not in acts_open(standing_of(actor, dossier, late))


def test_article_19_4_waiting_for_money_does_not_use_up_the_three_days(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    monday = at("2026-11-23T09:00")
    actions.ask_payment(
        actor=world.actor("specialist", monday), dossier_id=dossier.pk, line=LINE, now=monday
    )
    thursday = at("2026-11-26T09:00")
    pay_open(dossier, thursday)
    world.settle(thursday)
    dossier.refresh_from_db()
    assert civil(supplement_until(dossier)) > at("2026-11-27T07:00")


def test_rule_supplement_answered_article_19_4__the_limit_is_counted_anew(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    first = dossier.due_at
    ask(world, dossier, who="specialist", now=at("2026-11-23T09:00"))
    answered = at("2026-12-07T10:00")
    dossier = complete(world, dossier, now=answered)
    dossier.refresh_from_db()
    assert dossier.due_at > first
    assert civil(dossier.due_at) == at("2026-12-16T17:00")


# --- Article 18: hand-over the same day, or by the next working morning --------------------------


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-11-20T09:00", "2026-11-20T17:00"),
        ("2026-11-20T15:00", "2026-11-20T17:00"),
        ("2026-11-20T15:01", "2026-11-23T11:30"),
        ("2026-11-20T18:30", "2026-11-23T17:00"),
        # Tuesday 24 November is a day off.
        ("2026-11-23T16:00", "2026-11-25T11:30"),
    ],
)
def test_rule_hand_over_article_18__the_same_day_or_by_the_next_morning(world, accepted, due):
    moment = at(accepted)
    dossier = world.file(now=moment)
    actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=moment)
    dossier.refresh_from_db()
    assert civil(dossier.step_due_at) == at(due)
    assert hand_over_due_by(dossier, accepted=moment) == dossier.step_due_at


def test_article_18_a_hand_over_that_is_late_is_seen_and_counts(world):
    dossier = world.file()
    receptionist = world.actor("receptionist")
    actions.accept(actor=receptionist, dossier_id=dossier.pk, now=FRIDAY)
    monday = at("2026-11-23T08:00")
    dossier.refresh_from_db()
    (step,) = in_hand_of(dossier, monday, "vi")
    assert step.is_late
    actions.hand_over(actor=receptionist, dossier_id=dossier.pk, now=monday)
    run = StepRun.objects.filter(dossier=dossier, finished_at__isnull=False).get()
    assert run.finished_at > run.due_at


# --- the financial obligation has a clock of its own ----------------------------------------------


def test_rule_obligation_time__what_is_to_be_paid_has_a_clock_of_its_own(world):
    dossier = world.receive(residence(world), now=FRIDAY)
    actions.ask_payment(
        actor=world.actor("specialist"), dossier_id=dossier.pk, line=LINE, now=FRIDAY
    )
    dossier.refresh_from_db()
    assert payment_due_by(dossier) == FRIDAY + timedelta(days=10)
    assert payment_lapses_at(dossier) == FRIDAY + timedelta(days=30)
    assert orders_of("dossier", dossier.pk)[-1].expires_at == payment_due_by(dossier)
