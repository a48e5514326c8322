"""Absence and delegation: who is away from a day to another, and who acts for him meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.errors import (
    AbsenceBackwards,
    AbsenceOverlaps,
    DelegateAway,
    DelegateHimself,
    DelegateUnfit,
)
from motcua.agencies.models import Absence, Official
from motcua.agencies.queries.absences import may_set_absence, overlapping, roles_to_hand
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AbsenceTerms:
    """From which day to which (the last one away), why, and who stands in; nobody may."""

    since: date
    last_day: date
    reason: str = ""
    delegate: Official | None = None


@transaction.atomic
def set_absence(*, actor: Actor, official: Official, terms: AbsenceTerms, now: datetime) -> Absence:
    """Set an official's absence, and who acts for him in his roles meanwhile; it ends by itself.

    Set by himself, by the head or leader over his unit, or by an administrator. Who stands in
    works in the same unit or above, holds a role that the dated rows name, and is not away
    himself: a delegation is never passed on. Raises `NotAllowed`, `AbsenceBackwards`,
    `AbsenceOverlaps`, `DelegateHimself`, `DelegateAway`, `DelegateUnfit`.
    """
    until = terms.last_day + timedelta(days=1)
    if terms.since < civil_date(now) or not timedelta() < until - terms.since <= LONGEST:
        raise AbsenceBackwards
    if not may_set_absence(actor, official, civil_date(now)):
        raise NotAllowed
    # Both rows in one order, so that two who name each other at once do not both get through.
    parties = {official.pk, terms.delegate.pk if terms.delegate else official.pk}
    list(Official.objects.select_for_update().filter(pk__in=parties).order_by("pk"))
    if overlapping(terms.since, until, official=official).exists():
        raise AbsenceOverlaps
    if overlapping(terms.since, until, delegate=official).exists():
        raise DelegateAway
    roles = _roles(official, terms, until)
    absence = Absence.objects.create(
        official=official,
        delegate=terms.delegate,
        roles=list(roles),
        reason=terms.reason.strip(),
        valid_from=terms.since,
        valid_to=until,
        set_by_id=actor.official_id,
        set_at=now,
    )
    _record("set_absence", absence, actor=actor, now=now)
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence, now: datetime) -> None:
    """End an absence today, or strike out one that has not begun. Raises `NotAllowed`.

    The powers it gave are gone with the next click of who stood in.
    """
    today = civil_date(now)
    if not may_set_absence(actor, absence.official, today):
        raise NotAllowed
    held = Absence.objects.select_for_update().get(pk=absence.pk)
    if held.valid_to is not None and held.valid_to <= today:
        return
    _record("end_absence", held, actor=actor, now=now)
    if held.valid_from >= today:
        held.delete()
        return
    held.valid_to = today
    held.save(update_fields=["valid_to"])


def _roles(official: Official, terms: AbsenceTerms, until: date) -> tuple[str, ...]:
    if terms.delegate is None:
        return ()
    if terms.delegate.pk == official.pk:
        raise DelegateHimself
    if overlapping(terms.since, until, official=terms.delegate).exists():
        raise DelegateAway
    roles = roles_to_hand(official, terms.delegate, terms.since)
    if not roles:
        raise DelegateUnfit
    return roles


def _record(act: str, absence: Absence, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"agencies.{act}",
        subject=("official", str(absence.official.public_id)),
        agency_id=absence.official.agency_id,
        now=now,
        data={"delegate": absence.delegate_id, "roles": list(absence.roles)},
    )
