"""Papers that were to come by post: since when they are waited for, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from motcua.deliveries.enums import ParcelState
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.enums import ErrandKind, State
from motcua.dossiers.models import PostedPapers
from motcua.dossiers.queries.errands import errand_of, parcel_of
from motcua.dossiers.queries.kept import kept
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from motcua.dossiers.models import Dossier

_RULE = "papers-awaited"


def awaited_since(dossier: Dossier) -> datetime | None:
    """Give since when a dossier waits for its envelope; None where it waits for none.

    While the post holds the envelope, the post is waited for and not the applicant; where it lost
    the envelope or brought it back, he has as long again as at first.
    """
    posted = next(iter(kept(PostedPapers, dossier.pk)), None)
    if posted is None or posted.arrived_at is not None or dossier.state != State.FILED:
        return None
    errand = errand_of(dossier, ErrandKind.COLLECT)
    parcel = parcel_of(errand) if errand else None
    if parcel is None:
        return dossier.submitted_at
    if parcel.state in {ParcelState.IN_TRANSIT, ParcelState.DELIVERED}:
        return None
    return max(dossier.submitted_at, parcel.ended_at or dossier.submitted_at)


def papers_lapse_at(dossier: Dossier) -> datetime | None:
    """Give when a dossier whose envelope never came is ended; None where none is waited for."""
    since = awaited_since(dossier)
    return since + timedelta(days=_value(since)["amount"]) if since else None


def papers_reminders_due(dossier: Dossier, now: datetime) -> int:
    """Say how many reminders to send the envelope are due at a moment."""
    since = awaited_since(dossier)
    if since is None:
        return 0
    return sum(now - since >= timedelta(days=days) for days in _value(since)["remind_after"])


def papers_lapse_of(now: datetime) -> timedelta:
    """Give how long an envelope is waited for, by the rule of the day."""
    return timedelta(days=_value(now)["amount"])


def first_papers_reminder(now: datetime) -> timedelta:
    """Give after how long somebody is first reminded of his envelope, by the rule of the day."""
    return timedelta(days=min(_value(now)["remind_after"]))


def awaiting_among(dossier_ids: Collection[int]) -> frozenset[int]:
    """Give those of some dossiers whose envelope has not come yet."""
    rows = PostedPapers.objects.filter(
        dossier__in=dossier_ids, dossier__state=State.FILED, arrived_at=None
    )
    return frozenset(number for number in rows.values_list("dossier_id", flat=True) if number)


def _value(since: datetime) -> dict[str, Any]:
    return dict(rule_on(_RULE, civil_date(since)).value)
