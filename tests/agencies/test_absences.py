"""Absence with dates, and who acts meanwhile: checked, seen in the trail, ended by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions.absences import AbsenceTerms, end_absence, set_absence
from motcua.agencies.errors import (
    AbsenceBackwards,
    AbsenceOverlaps,
    DelegateAway,
    DelegateHimself,
    DelegateUnfit,
)
from motcua.agencies.models import Absence, Official
from motcua.agencies.queries.absences import delegates_for, stand_ins
from motcua.dossiers import actions
from motcua.dossiers.errors import StepNotYours
from motcua.dossiers.models import Dossier, StepRun, Transition
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.queues import Queue, standing_in
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import _official


def official(world, name):
    return world.accounts[name].official


@pytest.fixture
def deputy(world):
    """A second leader of the ward."""
    unit = world.ward.units.get(code="LD")
    world.accounts["deputy"] = _official(world.ward, unit, "deputy", world.now, post="leader")
    return Official.objects.get(staff_code="deputy")


def away(world, name, delegate=None, *, by=None, since=0, days=3):
    today = civil_date(world.now)
    terms = AbsenceTerms(
        since=today + timedelta(days=since),
        last_day=today + timedelta(days=since + days - 1),
        reason="Nghỉ phép",
        delegate=delegate and official(world, delegate),
    )
    return set_absence(
        actor=world.actor(by or name), official=official(world, name), terms=terms, now=world.now
    )


def test_who_stands_in_sees_and_acts_and_the_trail_says_for_whom(world):
    dossier = world.receive(world.file())
    actions.take_up(actor=world.actor("specialist"), dossier_id=dossier.pk, now=world.now)
    with pytest.raises(StepNotYours):
        world_draft(world, dossier, "head")
    away(world, "specialist", "head")
    head = world.actor("head")
    assert dossier in standing_in(Queue.MINE, head, world.now)
    world_draft(world, dossier, "head")
    actions.complete_step(actor=head, dossier_id=dossier.pk, now=world.now, note="Đủ điều kiện.")
    run = StepRun.objects.get(dossier=dossier, finished_at=world.now, role="specialist")
    assert (run.official, run.behalf) == (official(world, "head"), official(world, "specialist"))
    told = history_of(dossier, "vi")
    assert any("Cán bộ head thay mặt Cán bộ specialist" in one.who for one in told)
    row = AuditRow.objects.get(action="dossiers.complete_step", dossier_id=dossier.pk)
    assert row.official_id == official(world, "head").pk
    assert row.data["behalf"] == official(world, "specialist").pk


def world_draft(world, dossier, name):
    form = catalogue.rules(dossier.version_id).official_form
    data = sample_answers(form, seed=1, today=civil_date(world.now))
    actions.draft_result(actor=world.actor(name), dossier_id=dossier.pk, data=data, now=world.now)


def test_a_move_made_for_another_says_so(world):
    dossier = world.file()
    away(world, "receptionist", "clerk")
    actions.accept(actor=world.actor("clerk"), dossier_id=dossier.pk, now=world.now)
    move = Transition.objects.get(dossier=dossier, action="accept")
    assert move.data["behalf"] == official(world, "receptionist").pk
    told = history_of(dossier, "vi")
    assert told[0].who == "Cán bộ clerk thay mặt Cán bộ receptionist"


def test_what_one_may_do_oneself_is_done_in_ones_own_name(world, deputy):
    away(world, "leader", "deputy")
    dossier = world.receive(world.file())
    actions.stop(
        actor=world.actor("deputy"), dossier_id=dossier.pk, reason="Hết căn cứ.", now=world.now
    )
    assert "behalf" not in Transition.objects.get(dossier=dossier, action="stop").data


def test_it_begins_and_ends_by_itself(world):
    dossier = world.file()
    away(world, "receptionist", "clerk", since=1, days=2)
    for day, may in ((0, False), (1, True), (2, True), (3, False)):
        clerk = world.actor("clerk", world.now + timedelta(days=day))
        held = {power.role for power in clerk.powers}
        assert ("receptionist" in held) is may, day
    assert Dossier.objects.get(pk=dossier.pk).state == "filed"


def test_nothing_is_passed_on(world, deputy):
    away(world, "leader", "deputy", since=1)
    with pytest.raises(DelegateAway):
        away(world, "deputy", "leader", since=2)
    with pytest.raises(DelegateAway):
        away(world, "deputy", since=3)
    away(world, "deputy", since=10)
    with pytest.raises(DelegateAway):
        away(world, "leader", "deputy", since=9)


def test_nobody_stands_in_for_himself_nor_from_below_nor_without_the_role(world):
    with pytest.raises(DelegateHimself):
        away(world, "leader", "leader")
    for name, delegate in (
        ("leader", "head"),
        ("head", "specialist"),
        ("specialist", "receptionist"),
        ("specialist", "outsider"),
        ("accountant", "clerk"),
    ):
        with pytest.raises(DelegateUnfit):
            away(world, name, delegate)
    assert not Absence.objects.exists()


def test_administrators_and_auditors_are_stood_in_for_by_nobody(world):
    today = civil_date(world.now)
    for name in ("administrator", "auditor"):
        assert delegates_for(official(world, name), today) == []
        away(world, name)


def test_who_sets_an_absence(world):
    away(world, "specialist", by="head")
    away(world, "clerk", by="administrator")
    away(world, "receptionist", by="leader")
    for by in ("specialist", "clerk", "outsider", "auditor"):
        with pytest.raises(NotAllowed):
            away(world, "head", by=by)


def test_days_are_ahead_and_do_not_overlap(world):
    for since, days in ((-1, 3), (0, 0), (0, 400)):
        with pytest.raises(AbsenceBackwards):
            away(world, "head", since=since, days=days)
    away(world, "head", since=2, days=3)
    for since in (0, 2, 4):
        with pytest.raises(AbsenceOverlaps):
            away(world, "head", since=since, days=3)
    away(world, "head", since=5, days=1)


def test_an_absence_is_ended_early_and_what_it_gave_is_gone(world):
    absence = away(world, "receptionist", "clerk")
    tomorrow = world.now + timedelta(days=1)
    end_absence(actor=world.actor("receptionist"), absence=absence, now=tomorrow)
    end_absence(actor=world.actor("receptionist"), absence=absence, now=tomorrow)
    assert not world.actor("clerk", tomorrow).has_role("receptionist")
    assert AuditRow.objects.filter(action="agencies.end_absence").count() == 1
    later = away(world, "head", since=5)
    end_absence(actor=world.actor("leader"), absence=later, now=world.now)
    assert not Absence.objects.filter(pk=later.pk).exists()


def test_every_row_on_standing_in_cites_and_says_whether_it_is_confirmed():
    for row in stand_ins():
        assert row.citation
        assert row.is_confirmed is False
        assert row.by
