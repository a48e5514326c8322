"""What an act leaves in the database, and how seldom it asks: thousands of acts wait in line."""

from __future__ import annotations

import dataclasses

from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.events import DossierMoved
from motcua.dossiers.models import Transition
from motcua.kernel.models import AuditRow, OutboxRow

# Lock, outages, pauses, step, move with its history, number and row of the slip, papers.
MOST = 8


def _asked(captured):
    return [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]


def test_a_move_leaves_its_history_an_audit_row_and_an_event_that_name_the_same(world):
    dossier = world.file()
    world.settle()
    actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    kept = Transition.objects.filter(dossier=dossier).last()
    assert (kept.action, kept.from_state, kept.to_state) == ("accept", "filed", "accepted")
    assert (kept.at, kept.reason, kept.data) == (world.now, "", {})
    assert kept.official_id == world.actor("receptionist").official_id
    (row,) = AuditRow.objects.filter(dossier_id=dossier.pk, action="dossiers.accept")
    assert (row.subject_kind, row.subject_id) == ("dossier", str(dossier.public_id))
    assert (row.agency_id, row.at, row.account_id) == (
        dossier.agency_id,
        world.now,
        kept.account_id,
    )
    (event,) = OutboxRow.objects.filter(name=DossierMoved.name)
    assert event.payload == {
        "dossier_id": dossier.pk,
        "action": "accept",
        "transition_id": kept.pk,
    }
    assert set(event.payload) == {field.name for field in dataclasses.fields(DossierMoved)}
    assert (event.agency_id, event.emitted_at) == (dossier.agency_id, world.now)


def test_an_act_that_moves_nothing_leaves_as_much(world):
    dossier = world.receive(world.file())
    world.settle()
    actor = world.actor("receptionist")
    before = dossier.state
    happen(lock(dossier.pk), "papers_arrived", actor=actor, now=world.now, reason="r", by=[1, 2])
    kept = Transition.objects.filter(dossier=dossier).last()
    assert (kept.action, kept.from_state, kept.to_state) == ("papers_arrived", before, before)
    assert (kept.reason, kept.data) == ("r", {"by": [1, 2]})
    row = AuditRow.objects.filter(dossier_id=dossier.pk).latest("id")
    assert (row.action, row.data) == ("dossiers.papers_arrived", {"by": [1, 2]})
    (event,) = OutboxRow.objects.filter(name=DossierMoved.name)
    assert event.payload["transition_id"] == kept.pk


def test_an_acceptance_asks_the_database_eight_times(world):
    first, second = world.file(), world.file(key="key-0002")
    actor = world.actor("receptionist")
    actions.accept(actor=actor, dossier_id=first.pk, now=world.now)  # remembers what is shared
    with CaptureQueriesContext(connection) as captured:
        actions.accept(actor=actor, dossier_id=second.pk, now=world.now)
    assert len(_asked(captured)) <= MOST, _asked(captured)


def test_ids_of_papers_and_slips_sort_by_time_and_a_dossiers_says_nothing(world):
    dossier = world.receive(world.file())
    ids = [*dossier.papers.values_list("public_id", flat=True)]
    ids += dossier.slips.values_list("public_id", flat=True)
    assert ids
    assert {one.version for one in ids} == {7}
    assert dossier.public_id.version == 4
