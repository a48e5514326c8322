"""Receipt irrespective of boundary: one counter takes in for another agency's procedure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motcua.agencies.actions import grant_access
from motcua.agencies.actions.officials import GrantTerms
from motcua.dossiers import actions
from motcua.dossiers.actions.counter_filing import (
    Applicant,
    start_counter_draft,
    submit_at_counter,
)
from motcua.dossiers.enums import SlipForm, State
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Slip, Upload
from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.register import Wanted, register_rows
from motcua.dossiers.queries.timelines import clock_of
from motcua.identity.models import Account
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue
from tests.cast import _official

DAY = date(2026, 11, 20)


def grant(world, *, unit=None, days=7):
    """Let the other ward's receptionist receive for this ward from today."""
    today = civil_date(world.now)
    grant_access(
        actor=world.actor("administrator"),
        official=world.accounts["outsider"].official,
        agency=world.ward,
        unit=unit,
        terms=GrantTerms("receipt", "Tiếp nhận thay", today, today + timedelta(days=days)),
        now=world.now,
    )


def accept(world, dossier, now=None):
    now = now or world.now
    actions.accept(actor=world.actor("outsider", now), dossier_id=dossier.pk, now=now)
    dossier.refresh_from_db()
    forget_all()
    return dossier


def seen(world, name):
    return set(visible_to(world.actor(name)).values_list("code", flat=True))


def test_without_a_grant_another_agencys_dossier_is_not_there(world):
    with pytest.raises(DossierNotFound):
        accept(world, world.file())


def test_a_grant_that_has_ended_opens_nothing(world):
    grant(world, days=2)
    dossier = world.file()
    with pytest.raises(DossierNotFound):
        accept(world, dossier, now=world.now + timedelta(days=2))


def test_a_grant_for_a_unit_that_does_not_receive_opens_nothing(world):
    grant(world, unit=world.ward.units.get(code="CM"))
    with pytest.raises(DossierNotFound):
        accept(world, world.file())


def test_slip_01_is_numbered_and_headed_by_the_office_that_received(world):
    grant(world)
    own = world.receive(world.file(key="own"))
    dossier = accept(world, world.file(key="elsewhere"))
    slip = Slip.objects.get(dossier=dossier, form=SlipForm.RECEIPT)
    assert slip.agency_id == world.other_ward.pk
    assert slip.data["number"] == "01/GTN"
    assert slip.data["agency"]["name"] == world.other_ward.name
    assert Slip.objects.get(dossier=own, form=SlipForm.RECEIPT).agency_id == world.ward.pk


def test_clock_and_work_are_the_settling_agencys(world):
    grant(world)
    dossier = accept(world, world.file())
    assert dossier.agency_id == world.ward.pk
    assert dossier.state == State.ACCEPTED
    assert dossier.due_at is not None
    actions.hand_over(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    dossier.refresh_from_db()
    actions.take_up(actor=world.actor("specialist"), dossier_id=dossier.pk, now=world.now)


def test_both_offices_see_it_and_nobody_else_of_the_other_ward(world):
    grant(world)
    dossier, other = world.file(key="taken"), world.file(key="other")
    accept(world, dossier)
    desk = world.other_ward.units.get(code="MC")
    world.accounts["beside"] = _official(
        world.other_ward, desk, "clerk", world.now, post="receptionist"
    )
    elsewhere = world.other_ward.units.get(code="CM")
    world.accounts["apart"] = _official(world.other_ward, elsewhere, "head", world.now)
    assert seen(world, "receptionist") == {dossier.code, other.code}
    assert seen(world, "beside") == {dossier.code}
    assert seen(world, "apart") == set()


def test_rule_receipt_anywhere__its_clock_says_where_it_was_received(world):
    grant(world)
    dossier = accept(world, world.file())
    today = Wanted(since=DAY, until=DAY)
    for name in ("outsider", "receptionist"):
        rows = list(register_rows(world.actor(name), today, "vi"))
        assert [row.code for row in rows] == [dossier.code]
    (line,) = [one for one in clock_of(dossier, world.now).lines if one.rule == "receipt-anywhere"]
    assert world.other_ward.name in line.words.vi
    assert world.ward.name in line.words.vi


def taken_in(world):
    """Let the other ward's receptionist file for the citizen who came to him."""
    filing = world.filing(name="outsider")
    outsider, now = world.actor("outsider"), world.now
    draft = start_counter_draft(
        actor=outsider, offering_id=filing.offering_id, answers=filing.answers, now=now
    )
    for code, upload in filing.papers:
        Upload.objects.filter(public_id=upload).update(draft=draft, paper_code=code)
    person = Account.objects.get(pk=world.accounts["citizen"].pk).person
    applicant = Applicant(person, None, "001190000123", "0912345678", "")
    asked = catalogue.rules(draft.version_id).papers(draft.answers, "counter", civil_date(now))
    lacking = frozenset(row.code for row in asked)
    filed = submit_at_counter(
        actor=outsider, draft=draft, applicant=applicant, now=now, lacking=lacking
    )
    return Dossier.objects.get(pk=filed.dossier_id)


def test_what_is_filed_at_that_office_has_its_code_and_its_days_number(world):
    grant(world)
    ours = world.file(key="ours")
    taken = taken_in(world)
    next_one = world.file(key="next")
    assert ours.code == "H26.101-261120-0001"
    assert taken.code == "H26.102-261120-0001"
    assert next_one.code == "H26.101-261120-0002"
    assert taken.agency_id == world.ward.pk
