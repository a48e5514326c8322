"""The made-up world had an outage, and a ward that takes in for another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.demo.history.cast import Cast, casts
from motcua.demo.history.elsewhere import take_in
from motcua.demo.history.outage import play_afternoon
from motcua.dossiers.models import Dossier, Intake, Outage, ProvisionalEntry
from motcua.dossiers.queries.episodes import episode, episode_pdf
from motcua.kernel.models import OutboxRow
from tests.cast import BUSINESS
from tests.dossiers.episodes import second

pytestmark = pytest.mark.django_db
__all__ = ["second"]


def test_clocks_stood_still_and_paper_was_entered_the_next_morning(world, second, now):
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    world.receive(dossier)
    later = now + timedelta(days=11)
    type(world.ward).objects.update(is_invented=True)
    cast = next(one for one in casts(later) if one.agency.pk == world.ward.pk)
    administrator = world.actor("administrator", later)
    play_afternoon(cast, (administrator, second), later)
    told = episode(Outage.objects.get())
    assert told.stopped >= 1
    assert (told.standing, len(told.lacking)) == (0, 1)
    entered = ProvisionalEntry.objects.filter(dossier__isnull=False)
    assert {entry.dossier.state for entry in entered} <= {"in-process", "filed"}
    assert len(entered) == 2
    assert all(entry.taken_at == entry.dossier.submitted_at for entry in entered)
    left = OutboxRow.objects.filter(name__startswith="dossiers.", emitted_at__gt=now)
    assert not left.exists()
    assert episode_pdf(told.outage, later).startswith(b"%PDF")


def test_a_dossier_is_taken_in_at_another_wards_one_door(world):
    dossier = world.file()
    takes = Cast(world.other_ward, {"receptionist": world.actor("outsider")}, (), (), 1.0)
    whose = Cast(world.ward, {}, (), (), 1.0)
    take_in(takes, whose, world.now + timedelta(hours=1))
    taken = Intake.objects.get()
    assert (taken.dossier_id, taken.agency_id) == (dossier.pk, world.other_ward.pk)
    dossier.refresh_from_db()
    assert dossier.accepted_at
