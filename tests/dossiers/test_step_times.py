"""A step's share of the time is working time; pauses put it off, a supplement begins it anew."""

from __future__ import annotations

import copy

import pytest

from motcua.agencies.queries import working_calendar
from motcua.dossiers import actions
from motcua.dossiers.errors import StepNotReady
from motcua.dossiers.models import StepRun
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.calendar import is_working_day, working_time_between
from motcua.kernel.clock import civil
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from motcua.procedures.actions import OfferingFacts, open_offering
from tests.cast import BIRTH, ROLES, SINCE
from tests.dossiers.branching import complete, publish_process, sorted_out
from tests.dossiers.doing import at, residence
from tests.procedures.flows import BRANCHED

FRIDAY, MONDAY, TUESDAY = at("2026-11-20T15:30"), at("2026-11-23T09:00"), at("2026-11-24T09:00")
LINE = actions.OrderLine("obligation", {"vi": "Lệ phí trước bạ", "en": "Duty"}, 120_000)


def in_hand(dossier):
    return StepRun.objects.get(dossier=dossier, finished_at=None)


def pay(dossier, now):
    order = next(one for one in orders_of("dossier", dossier.pk) if one.state == "open")
    word = Word("evt-2", "received", "transfer.received", order.reference, order.amount, "FT2")
    hear(provider="bank", word=word, body=b"{}", now=now)


@pytest.fixture
def dossier(world):
    """A permanent residence received on a Friday afternoon: seven working days."""
    return world.receive(residence(world), now=FRIDAY)


def test_a_share_ends_in_working_time(world, dossier):
    run, hours = in_hand(dossier), working_calendar(world.ward.pk)
    end = civil(run.due_at)
    assert is_working_day(end.date(), hours)
    whole = working_time_between(FRIDAY, dossier.due_at, hours)
    taken = working_time_between(FRIDAY, run.due_at, hours)
    assert taken / whole == pytest.approx(0.5, abs=0.11)


def test_waiting_for_money_puts_the_step_off_by_as_much(world, dossier):
    hours, before = working_calendar(world.ward.pk), in_hand(dossier).due_at
    actor = world.actor("specialist", MONDAY)
    actions.ask_payment(actor=actor, dossier_id=dossier.pk, line=LINE, now=MONDAY)
    pay(dossier, TUESDAY)
    world.settle(TUESDAY)
    moved = working_time_between(before, in_hand(dossier).due_at, hours)
    assert moved == working_time_between(MONDAY, TUESDAY, hours)


def test_a_supplement_begins_the_share_anew(world, dossier):
    hours, before = working_calendar(world.ward.pk), in_hand(dossier)
    share = working_time_between(before.started_at, before.due_at, hours)
    paper = dossier.papers.first().code
    actions.ask_supplement(
        actor=world.actor("specialist", MONDAY),
        dossier_id=dossier.pk,
        items=[actions.SupplementItem("paper", paper, "Ảnh mờ.")],
        now=MONDAY,
    )
    upload = world.upload(now=TUESDAY)
    actions.answer_supplement(
        actor=world.actor("citizen", TUESDAY),
        dossier_id=dossier.pk,
        answers={},
        uploads={paper: [upload.public_id]},
        now=TUESDAY,
    )
    anew = working_time_between(TUESDAY, in_hand(dossier).due_at, hours)
    # The rest of the first day counts too: more of it on a Tuesday morning than late on a Friday.
    assert anew / share == pytest.approx(1, abs=0.15)


def test_a_step_that_owes_money_goes_on_once_it_is_paid(world):
    content = copy.deepcopy(BRANCHED)
    content["steps"][3]["produces"] = ["fee"]
    publish_process(world, content)
    dossier = sorted_out(world, needs_visit=True)
    with pytest.raises(StepNotReady):
        complete(world, dossier, "accountant", step="so-sach")
    actions.ask_payment(
        actor=world.actor("accountant"), dossier_id=dossier.pk, line=LINE, now=world.now
    )
    pay(dossier, world.now)
    world.settle()
    complete(world, dossier, "accountant", step="so-sach")
    assert in_hand(dossier).code == "kiem-tra"


def test_an_answer_decides_which_unit_does_a_step(world):
    content = copy.deepcopy(BRANCHED)
    content["steps"][1]["unit"] = {"by": "needs_unit"}
    content["steps"][1]["form"].append(
        {
            "key": "needs_unit",
            "kind": "choice",
            "label": {"vi": "Nơi làm", "en": "Where"},
            "required": False,
            "options": [{"value": "one-door", "label": {"vi": "Một cửa", "en": "One door"}}],
        }
    )
    content["steps"][2]["unit"] = {"by": "needs_unit"}
    publish_process(world, content)
    units = {role: world.ward.units.get(code=code).pk for role, code in ROLES.items()}
    facts = OfferingFacts({**units, "specialist:one-door": units["receptionist"]})
    open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=BIRTH,
        facts=facts,
        opened_from=SINCE,
        now=world.now,
    )
    forget_all()
    dossier = world.receive(world.file())
    filled = {"needs_visit": True, "needs_unit": "one-door"}
    complete(world, dossier, "specialist", filled=filled)
    found = dict(StepRun.objects.filter(dossier=dossier).values_list("code", "unit__code"))
    assert (found["phan-loai"], found["kiem-tra"]) == ("CM", "MC")
