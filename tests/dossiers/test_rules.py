"""The rules of handling that no other file tries: each test is named after its rule and article.

`tests/architecture/test_rules.py` sees to it that every rule of `dossiers/data` has such a test.
"""

from __future__ import annotations

import pytest

from motcua.dossiers import actions
from motcua.dossiers.queries.dues import payment_due_by
from tests.cast import BUSINESS
from tests.dossiers.doing import ask, at, complete, pay, residence
from tests.dossiers.episodes import BASIS, FIRE
from tests.dossiers.test_step_times import LINE, pay as pay_open
from tests.dossiers.test_timelines import told, words

FRIDAY, MONDAY = at("2026-11-20T09:00"), at("2026-11-23T09:00")


@pytest.fixture
def dossier(world):
    return world.receive(residence(world), now=FRIDAY)


def test_rule_handed_over_article_18__a_hand_over_in_time_is_kept_with_its_time(dossier):
    assert words(dossier, "handed-over") == (
        "Chuyển tới đơn vị giải quyết lúc 09:00 thứ Sáu 20/11/2026, đúng giờ."
    )


def test_rule_completed_at_receipt_article_17__the_limit_does_not_run_yet(world):
    dossier = world.file()
    ask(world, dossier)
    complete(world, dossier, now=MONDAY)
    assert told(dossier, MONDAY)[-1] == "completed-at-receipt"
    assert dossier.due_at is None


def test_rule_obligation_asked__the_clock_stands_still_until_it_is_paid(world, dossier):
    by = {"actor": world.actor("specialist", MONDAY), "dossier_id": dossier.pk, "now": MONDAY}
    actions.ask_payment(**by, line=LINE)
    assert "obligation-asked" in told(dossier, MONDAY)
    assert dossier.paused_at == MONDAY
    assert payment_due_by(dossier) is not None


def test_rule_obligation_met_at_receipt_article_22__it_sets_no_limit_running(world):
    dossier = world.file(BUSINESS)
    world.settle()
    by = {"actor": world.actor("receptionist"), "dossier_id": dossier.pk, "now": FRIDAY}
    pay(dossier, FRIDAY)
    world.settle()
    dossier.refresh_from_db()
    actions.ask_payment(**by, line=LINE)
    world.settle()
    pay_open(dossier, FRIDAY)
    world.settle()
    assert told(dossier)[-1] == "obligation-met-at-receipt"
    assert dossier.due_at is None


def test_rule_outage_began__the_clock_stands_still_and_says_why(dossier, declare):
    declare("2026-11-23T07:00")
    said = words(dossier, "outage-began", MONDAY)
    assert said == (
        f"Sự cố đã công bố, từ 07:00 thứ Hai 23/11/2026: {FIRE} ({BASIS}). Thời hạn dừng."
    )


def test_rule_refusal_article_19_8__it_says_why_and_comes_within_the_limit(world, dossier):
    by = {"actor": world.actor("head", MONDAY), "dossier_id": dossier.pk, "now": MONDAY}
    actions.stop(**by, reason="Không đủ điều kiện.")
    assert told(dossier, MONDAY)[-1] == "refusal"
    assert dossier.slips.filter(form="03").get().data["reasons"] == ["Không đủ điều kiện."]


def test_rule_withdrawal__at_any_time_before_the_result_is_approved(world, dossier):
    by = {"actor": world.actor("citizen", MONDAY), "dossier_id": dossier.pk, "now": MONDAY}
    actions.withdraw(**by, reason="Tôi sẽ nộp sau.")
    assert told(dossier, MONDAY)[-1] == "withdrawal"


def test_rule_returned_article_20__a_result_is_returned_at_the_one_door(world, dossier):
    world.finish(dossier, MONDAY)
    by = {"actor": world.actor("receptionist", MONDAY), "dossier_id": dossier.pk, "now": MONDAY}
    actions.return_result(**by)
    assert told(dossier, MONDAY)[-1] == "returned"
