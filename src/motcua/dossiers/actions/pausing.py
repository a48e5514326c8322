"""The clock of a dossier: stopped, resumed, or counted anew.

A dossier waits for one thing of its applicant at a time; declared outages may overlap that and one
another. While any pause lasts the clock stands still, and what several cover counts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Value
from django.db.models.functions import Greatest, Least

from motcua.dossiers.actions.timing import (
    begin_shares_anew,
    put_off_reappointment,
    put_off_shares,
)
from motcua.dossiers.enums import PauseKind
from motcua.dossiers.models import Dossier, Outage, Pause
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.outages import lasting_over, reason_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def pause(dossier: Dossier, kind: PauseKind, *, now: datetime, reason: str = "") -> None:
    """Stop the clock of a locked dossier; the caller saves it."""
    Pause.objects.create(dossier=dossier, kind=kind, started_at=now, reason=reason)
    dossier.paused_at = _standing_since(dossier)
    dossier.save(update_fields=["paused_at"])


def resume(dossier: Dossier, *, now: datetime) -> None:
    """Let the clock run on: the pause does not count. The promised time moves accordingly.

    While an outage lasts it stands still yet.
    """
    ended = Pause.objects.filter(dossier=dossier, ended_at=None, outage=None).first()
    if ended is not None:
        end_pause(dossier, ended, now)
    else:
        _promise_again(dossier)


def restart(dossier: Dossier, *, now: datetime) -> None:
    """Count the whole limit anew from now, the moment the dossier became complete."""
    Pause.objects.filter(dossier=dossier, ended_at=None, outage=None).update(ended_at=now)
    stop_for_outages(dossier, since=now)
    dossier.paused_at = _standing_since(dossier)
    dossier.reappointed_at = None
    dossier.due_at = promised(dossier, received=now).due_at
    begin_shares_anew(dossier, now=now)


def stop_for_outages(dossier: Dossier, *, since: datetime) -> None:
    """Stop the clock of a locked dossier that begins to run during outages; the caller saves it."""
    lasting = lasting_over(dossier, since)
    for outage in lasting:
        pause_for(dossier, outage, since)
    if lasting:
        dossier.paused_at = _standing_since(dossier)


def pause_for(dossier: Dossier, outage: Outage, since: datetime) -> None:
    """Note once that a dossier's clock stands still in an outage, from a moment or its start."""
    start = max(since, outage.started_at)
    if outage.ended_at is not None and outage.ended_at <= start:
        return
    Pause.objects.get_or_create(
        dossier=dossier,
        outage=outage,
        defaults={
            "kind": PauseKind.OUTAGE,
            "started_at": start,
            "ended_at": outage.ended_at,
            "reason": reason_of(outage),
        },
    )


def stand_still(dossiers: Sequence[Dossier], outage: Outage) -> None:
    """Stop the clocks of locked dossiers that run in an outage, all at once, and save them."""
    reason = reason_of(outage)
    Pause.objects.bulk_create(
        Pause(
            dossier=dossier,
            outage=outage,
            kind=PauseKind.OUTAGE,
            started_at=max(dossier.accepted_at or outage.started_at, outage.started_at),
            reason=reason,
        )
        for dossier in dossiers
    )
    start = Greatest("accepted_at", Value(outage.started_at))
    found = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers])
    found.update(paused_at=Least("paused_at", start))


def end_pause(dossier: Dossier, ended: Pause, at: datetime) -> None:
    """End one pause of a locked dossier, which the caller saves.

    What it put off is its own stretch, less what pauses that ended before it cover.
    """
    others = Pause.objects.filter(dossier=dossier, ended_at__isnull=False).exclude(pk=ended.pk)
    spans = [(one.started_at, one.ended_at) for one in others if one.ended_at is not None]
    ended.ended_at = max(at, ended.started_at)
    ended.save(update_fields=["ended_at"])
    stretches = _without((ended.started_at, ended.ended_at), spans)
    if dossier.accepted_at is not None:
        put_off_reappointment(dossier, stretches)
    _promise_again(dossier)
    if dossier.accepted_at is not None:
        put_off_shares(dossier, stretches)


def _promise_again(dossier: Dossier) -> None:
    dossier.paused_at = _standing_since(dossier)
    if dossier.accepted_at is not None:
        dossier.due_at = promised(dossier, received=dossier.accepted_at).due_at


def _standing_since(dossier: Dossier) -> datetime | None:
    """Give since when the clock stands still: the first of the pauses that still last."""
    lasting = Pause.objects.filter(dossier=dossier, ended_at=None).order_by("started_at")
    return lasting.values_list("started_at", flat=True).first()


def _without(
    span: tuple[datetime, datetime], others: list[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """Give what is left of a span of time where no other covers it."""
    left = [span]
    for begun, ended in others:
        cut = []
        for start, end in left:
            if start < min(begun, end):
                cut.append((start, min(begun, end)))
            if max(start, ended) < end:
                cut.append((max(start, ended), end))
        left = cut
    return left
