"""Fees due at supplement and at return: ordered when they fall due, paid before the next step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import actions
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.errors import FeeUnpaid
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import result_parts
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.kernel.clock import civil_date
from tests.dossiers.fees import LATER, let_in_due, open_in, pay, told
from tests.portal.typing import pdf

pytestmark = pytest.mark.django_db


def now_of(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def hand_back(world, dossier):
    return actions.return_result(
        actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now
    )


def part_of(world, dossier):
    return actions.approve_part(
        actor=world.actor("leader"),
        dossier_id=dossier.pk,
        name="Giấy xác nhận",
        document=SimpleUploadedFile("ket-qua.pdf", pdf("ket-qua.pdf").read(), "application/pdf"),
        now=world.now,
    )


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


@pytest.fixture
def at_return(world):
    let_in_due(world, ("cap-giay", "at-return", 135_000))
    dossier = world.file(LATER)
    world.settle()
    return dossier


def test_what_is_due_at_return_is_not_asked_for_before(world, at_return):
    assert (at_return.fee_at_filing, at_return.fee_state) == (0, FeeState.NONE)
    world.receive(at_return)
    assert open_in(at_return) == {}


def test_the_result_is_handed_over_only_when_it_is_paid(world, at_return):
    finished = world.finish(world.receive(at_return))
    world.settle()
    assert (finished.state, now_of(finished).fee_state) == (State.FINISHED, FeeState.DUE)
    ((key, order),) = open_in(finished).items()
    assert (key, order.amount) == ("at-return", 135_000)
    with pytest.raises(FeeUnpaid):
        hand_back(world, finished)
    pay(world, order)
    assert hand_back(world, finished).state == State.RETURNED


def test_a_part_returned_early_does_not_wait_for_what_is_due_with_the_last_result(world, at_return):
    assert part_of(world, world.receive(at_return)).pk


def test_rule_part_waits__a_part_waits_for_what_is_due_by_now(world, monkeypatch):
    dossier = world.receive(world.file())
    world.settle()
    dossier.fee_state = FeeState.DUE  # the payer's bank took it back, say
    dossier.save(update_fields=["fee_state"])
    assert Act.PART not in acts_open(standing_of(world.actor("leader"), dossier, world.now))
    with pytest.raises(FeeUnpaid):
        part_of(world, dossier)
    row = rule_on("part-waits", civil_date(world.now))
    other = replace(row, value={"for_what_is_due": False})
    monkeypatch.setattr(result_parts, "rule_on", lambda *_which: other)
    assert part_of(world, dossier).pk


def test_the_filer_is_told_what_to_pay_before_he_comes(world, at_return):
    world.finish(world.receive(at_return))
    world.settle()
    (text,) = told("finished_early")
    assert "Trước khi nhận kết quả, anh/chị nộp 135.000 đ" in text


def test_he_pays_later_by_a_fresh_order(world, at_return):
    finished = world.finish(world.receive(at_return))
    order = actions.open_due_order(
        actor=world.actor("citizen"), dossier_id=finished.pk, now=world.now
    )
    assert order.amount == 135_000


def test_what_is_due_at_supplement_is_asked_for_once_it_is_answered(world):
    let_in_due(world, ("tham-dinh", "at-supplement", 50_000), ("ho-so", "at-filing", 20_000))
    dossier = world.file(LATER)
    world.settle()
    pay(world, open_in(dossier)["at-filing"])
    actions.ask_supplement(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        items=[actions.SupplementItem("question", next(iter(dossier.answers)), "Chưa rõ.")],
        now=world.now,
    )
    assert open_in(dossier) == {}
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={},
        now=world.now,
    )
    assert now_of(dossier).fee_state == FeeState.DUE
    ((key, order),) = open_in(dossier).items()
    assert (key, order.amount) == ("at-supplement", 50_000)
    with pytest.raises(FeeUnpaid):
        actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    pay(world, order)
    world.receive(dossier)
