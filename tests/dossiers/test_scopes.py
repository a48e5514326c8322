"""Who sees which dossiers: their units', those they are consulted on, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from motcua.agencies.actions import depart_official, grant_access, post_official
from motcua.agencies.actions.officials import GrantTerms
from motcua.agencies.models import Official
from motcua.dossiers import actions
from motcua.dossiers.actions.reading import open_dossier, open_paper
from motcua.dossiers.errors import DossierNotFound, StepNotYours
from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.handling import acts_open, may_note, standing_of
from motcua.dossiers.queries.leading import Moments, looked_on, open_cells
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue, queues_of, standing_in
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from tests.cast import SINCE
from tests.desk.crowds import crowd


def seen(world, name, now=None):
    return set(visible_to(world.actor(name, now)).values_list("code", flat=True))


def consult(world, *, unit=None, days=7, name="outsider"):
    """Let an official of the other ward be consulted in the ward from today."""
    today = civil_date(world.now)
    grant_access(
        actor=world.actor("administrator"),
        official=world.accounts[name].official,
        agency=world.ward,
        unit=unit,
        terms=GrantTerms("consultation", "Hỏi ý kiến", today, today + timedelta(days=days)),
        now=world.now,
    )


def unit(world, code):
    return world.ward.units.get(code=code)


def test_who_only_administers_sees_no_dossier(world):
    dossier = world.receive(world.file())
    administrator = world.actor("administrator")
    assert seen(world, "leader") == {dossier.code}
    assert seen(world, "administrator") == set()
    assert queues_of(administrator) == ()
    with pytest.raises(DossierNotFound):
        open_dossier(actor=administrator, public_id=dossier.public_id, now=world.now)
    with pytest.raises(DossierNotFound):
        actions.add_note(actor=administrator, dossier_id=dossier.pk, text="Xem", now=world.now)


def post_too(world, name, role):
    """Give somebody of the cast another role at the one-door office."""
    post_official(
        actor=SYSTEM,
        official=world.accounts[name].official,
        unit=unit(world, "MC"),
        role=role,
        now=world.now,
        valid_from=SINCE,
    )


def test_an_administrator_who_also_works_sees_what_he_works_on(world):
    dossier = world.file()
    post_too(world, "administrator", role="receptionist")
    assert seen(world, "administrator") == {dossier.code}
    world.receive(dossier)
    dossier.unit_path = dossier.step_path = unit(world, "CM").path
    dossier.save()
    assert seen(world, "administrator") == set()


def test_who_administers_now_sees_nothing_of_what_passed_through_his_hands(world):
    dossier = world.finish(world.receive(world.file()))
    assert seen(world, "specialist") == {dossier.code}
    world.accounts["specialist"].official.postings.update(role="administrator")
    assert seen(world, "specialist") == set()


def test_who_is_consulted_reads_for_as_long_as_he_is(world):
    dossier = world.receive(world.file())
    assert seen(world, "outsider") == set()
    consult(world)
    assert seen(world, "outsider") == {dossier.code}
    assert seen(world, "outsider", world.now - timedelta(days=1)) == set()
    assert seen(world, "outsider", world.now + timedelta(days=7)) == set()
    reader = world.actor("outsider")
    open_dossier(actor=reader, public_id=dossier.public_id, now=world.now)
    paper = dossier.papers.first()
    open_paper(actor=reader, public_id=dossier.public_id, paper_id=paper.public_id, now=world.now)
    rows = AuditRow.objects.filter(action__startswith="dossiers.read").values_list("purpose")
    assert set(rows) == {("consultation",)}


def test_who_is_consulted_in_a_unit_reads_what_that_unit_has(world):
    dossier = world.file()
    consult(world, unit=unit(world, "CM"))
    assert seen(world, "outsider") == set()
    world.receive(dossier)
    assert seen(world, "outsider") == {dossier.code}


ACTS = {
    "accept": {},
    "hand_over": {},
    "refuse": {"reason": "Không."},
    "take_up": {},
    "complete_step": {"note": "Đủ."},
    "send_back": {"reason": "Sai."},
    "stop": {"reason": "Dừng."},
    "draft_result": {"data": {}},
    "approve_result": {},
    "return_result": {},
    "ask_supplement": {"items": [actions.SupplementItem("paper", "x", "Mờ.")]},
    "ask_payment": {"line": actions.OrderLine("phi", {"vi": "Phí"}, 1000)},
    "add_note": {"text": "Ý kiến"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reach", ["filed", "in process"])
def test_who_is_consulted_does_nothing(world, act, reach):
    dossier = world.file()
    if reach == "in process":
        world.receive(dossier)
    consult(world)
    reader = world.actor("outsider")
    with pytest.raises((NotAllowed, StepNotYours)):
        getattr(actions, act)(actor=reader, dossier_id=dossier.pk, now=world.now, **ACTS[act])
    standing = standing_of(reader, dossier, world.now)
    assert acts_open(standing) == ()
    assert not may_note(standing)


def test_what_one_is_consulted_on_is_found_but_is_none_of_ones_work(world):
    dossier = world.receive(world.file())
    consult(world)
    reader = world.actor("outsider")
    assert Queue.UNIT in queues_of(reader)
    assert page(reader, Filters(Queue.UNIT), world.now, "vi").rows == ()
    found = page(reader, Filters(Queue.ALL, words=dossier.code), world.now, "vi").rows
    assert [row.code for row in found] == [dossier.code]


def test_what_one_is_consulted_on_counts_in_nobodys_figures(world):
    world.receive(world.file())
    official = world.accounts["outsider"].official
    official.postings.update(role="head")
    consult(world)
    at = Moments(world.now, world.now)
    counted = {
        name: [cell.count for cell in open_cells(looked_on(world.actor(name)), at)]
        for name in ("outsider", "leader")
    }
    assert counted == {"outsider": [], "leader": [1]}


def test_a_leaver_can_do_nothing_from_his_day_though_his_account_is_open(world):
    dossier = world.receive(world.file())
    account = world.accounts["specialist"]
    last_day = civil_date(world.now)
    depart_official(
        actor=SYSTEM,
        official=Official.objects.get(pk=account.official_id),
        on=last_day + timedelta(days=1),
        now=world.now,
    )
    assert account.is_active
    assert seen(world, "specialist") == {dossier.code}
    next_day = world.now + timedelta(days=1)
    leaver = world.actor("specialist", next_day)
    assert leaver.powers == ()
    assert seen(world, "specialist", next_day) == set()
    with pytest.raises(DossierNotFound):
        actions.take_up(actor=leaver, dossier_id=dossier.pk, now=next_day)
    with pytest.raises(NotAllowed):
        queues_of(leaver)


def test_what_waits_for_a_second_person_is_not_looked_for_in_a_whole_agency(world):
    post_too(world, "receptionist", role="clerk")
    crowd(world.file(), 1500)
    standing = standing_in(Queue.AGREEING, world.actor("receptionist"), world.now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE dossiers_dossier")
    looked_at = re.findall(r"Rows Removed by Filter: (\d+)", standing.explain(analyze=True))
    assert all(int(rows) < 100 for rows in looked_at)
