"""What declared outages do to clocks, in batches: stopped at their start, run on from their end.

The moments are those of the outage, not of the sweep: whoever was late to sweep comes to the same.
The pause of each dossier says how far it has come: a batch that was killed is simply gone on with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers.actions.moving import keep_standing
from motcua.dossiers.actions.pausing import end_pause, pause_for, stand_still
from motcua.dossiers.models import Dossier, Outage, Pause
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_AT_ONCE = 200


def carry_out_outages(*, now: datetime) -> int:
    """End what was planned to end, then stop and set going the clocks; give how many.

    What somebody holds at the moment is left to the next time.
    """
    done = 0
    _end_planned(now)
    begun = Outage.objects.declared().filter(started_at__lte=now)
    for outage in begun.filter(paused_at=None):
        while more := _stop_some(outage, now):
            done += more
    for outage in begun.filter(ended_at__isnull=False, paused_at__isnull=False, resumed_at=None):
        while more := _resume_some(outage, now):
            done += more
    return done


@transaction.atomic
def _end_planned(now: datetime) -> None:
    """End the outages whose announced end has come, at that moment, once."""
    over = Outage.objects.select_for_update(skip_locked=True).filter(
        agreed_at__isnull=False, called_off_at=None, ended_at=None, planned_end_at__lte=now
    )
    for outage in over:
        outage.ended_at, outage.end_noted_at = outage.planned_end_at, now
        outage.save(update_fields=["ended_at", "end_noted_at"])
        audit.record(
            actor=SYSTEM,
            action="dossiers.end_outage",
            subject=("outage", str(outage.public_id)),
            agency_id=outage.agency_id,
            now=now,
            data={"ended_at": outage.ended_at.isoformat() if outage.ended_at else ""},
        )
        transaction.on_commit(forget_all)


@transaction.atomic
def _stop_some(outage: Outage, now: datetime) -> int:
    running = _running(outage)
    held = running.select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE]
    dossiers = list(held.defer("answers", "contact"))
    is_over = outage.ended_at is not None
    stand_still([one for one in dossiers if not (is_over or one.finished_at)], outage)
    for dossier in dossiers:
        end = min(filter(None, (dossier.finished_at, outage.ended_at)), default=None)
        if end is not None:
            _stood(dossier, outage, end)
    _record_all("pause_in_outage", dossiers, outage, now)
    if not dossiers and not running.exists():
        Outage.objects.filter(pk=outage.pk).update(paused_at=now)
    return len(dossiers)


def _stood(dossier: Dossier, outage: Outage, end: datetime) -> None:
    """Note a pause that is over already."""
    assert dossier.accepted_at
    pause_for(dossier, outage, dossier.accepted_at)
    end_pause(dossier, Pause.objects.get(dossier=dossier, outage=outage), end)
    keep_standing(dossier)


def _running(outage: Outage) -> QuerySet[Dossier]:
    """Give the dossiers whose clocks an outage stops and has not stopped yet.

    Those that were late before it began, or done, have no time left to stop.
    """
    ran = Q(finished_at=None) | Q(finished_at__gt=outage.started_at)
    had_time = Q(paused_at__isnull=False) | Q(due_at__gt=outage.started_at)
    had_time |= Q(reappointed_at__gt=outage.started_at)
    where = Q() if outage.whole_node else Q(agency_id=outage.agency_id)
    units = Q()
    for path in outage.unit_paths:
        units |= Q(unit_path__startswith=path) | Q(step_path__startswith=path)
    known = Pause.objects.filter(outage=outage, dossier=OuterRef("pk"))
    within = Q() if outage.ended_at is None else Q(accepted_at__lt=outage.ended_at)
    return Dossier.objects.filter(ran, had_time, where, units, within, ~Exists(known)).filter(
        Q(is_open=True) | Q(finished_at__isnull=False), accepted_at__isnull=False
    )


@transaction.atomic
def _resume_some(outage: Outage, now: datetime) -> int:
    assert outage.ended_at
    lasting = Pause.objects.filter(outage=outage, ended_at=None)
    ids = list(lasting.values_list("dossier_id", flat=True)[:_AT_ONCE])
    held = Dossier.objects.select_for_update(skip_locked=True).filter(pk__in=ids)
    dossiers = list(held)
    for dossier in dossiers:
        pause = Pause.objects.get(dossier=dossier, outage=outage)
        if pause.ended_at is None:
            end_pause(dossier, pause, outage.ended_at)
            keep_standing(dossier)
    # Nothing stood still where an outage was over before the clock had begun.
    Pause.objects.filter(outage=outage, ended_at__lte=F("started_at")).delete()
    _record_all("resume_after_outage", dossiers, outage, now)
    if not ids:
        Outage.objects.filter(pk=outage.pk).update(resumed_at=now)
    return len(dossiers)


def _record_all(act: str, dossiers: list[Dossier], outage: Outage, now: datetime) -> None:
    audit.record_all(
        (
            audit.Act(
                f"dossiers.{act}",
                ("dossier", str(dossier.public_id)),
                dossier.agency_id,
                dossier_id=dossier.pk,
                data={"outage": str(outage.public_id)},
            )
            for dossier in dossiers
        ),
        actor=SYSTEM,
        now=now,
    )
