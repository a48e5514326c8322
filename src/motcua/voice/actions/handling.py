"""Officials and feedback: passed on, answered by one, approved by another, extended once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.agencies.queries.humans import is_second_person
from motcua.agencies.queries.posted import agencies_on, posted_at, units_of
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import nfc
from motcua.voice.actions.giving import concern, named_in
from motcua.voice.actions.moving import locked, move, note
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.base.writing import words_mark
from motcua.voice.enums import ConcernSource, FeedbackState
from motcua.voice.errors import (
    Concerned,
    ExtendedBefore,
    SameHand,
    UnitElsewhere,
    WordsChanged,
)
from motcua.voice.models import Concern
from motcua.voice.queries.feedback import DECIDING, RECEIVING, WORKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.models import Unit
    from motcua.kernel.actors import Actor
    from motcua.voice.models import Feedback


@transaction.atomic
def route(*, actor: Actor, public_id: UUID, unit_id: int, now: datetime) -> Feedback:
    """Pass feedback to a unit of the agency, in which somebody is left who may handle it.

    Raises `FeedbackNotFound`, `NotAllowed`, `UnitElsewhere`, `Concerned`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_receiving(actor, row)
    unit = _unit(row, unit_id, now)
    _require_somebody(row, unit, now)
    row.unit, row.unit_path, row.official_id = unit, unit.path, None
    move(row, "route", actor=actor, now=now)
    return row


@transaction.atomic
def transfer(
    *, actor: Actor, public_id: UUID, agency_id: int, reason: str, now: datetime
) -> Feedback:
    """Pass feedback to the agency whose matter it is, which answers it in its own time.

    The sender is told. Raises `FeedbackNotFound`, `NotAllowed`, `UnitElsewhere`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_receiving(actor, row)
    today = civil_date(now)
    if agency_id == row.agency_id or agency_id not in {one.pk for one in agencies_on(today)}:
        raise UnitElsewhere
    hours = working_calendar(agency_id)
    row.agency_id, row.unit, row.unit_path, row.official_id = agency_id, None, "", None
    row.route_due_at = due_after(now, limit_on(today, "route"), hours)
    row.due_at = due_after(now, limit_on(today, "answer"), hours)
    row.extended_from, row.escalation = None, 0
    row.save(update_fields=["route_due_at", "due_at", "extended_from", "escalation"])
    move(row, "transfer", actor=actor, now=now, reason=reason)
    concern(row, named_in(row, today), ConcernSource.NAMED)
    return row


@transaction.atomic
def name_concerned(
    *, actor: Actor, public_id: UUID, officials: Collection[int], now: datetime
) -> Feedback:
    """Note which officials feedback is about; from now on they neither see nor handle it.

    Where nobody is left in the unit it was passed to, it goes back to who receives. Raises
    `FeedbackNotFound`, `NotAllowed`, `UnitElsewhere` for somebody of another agency.
    """
    row = locked(actor, public_id)
    require_receiving(actor, row)
    here = {one.official_id for one in posted_at(row.agency_id, civil_date(now))}
    if not set(officials) <= here:
        raise UnitElsewhere
    concern(row, officials, ConcernSource.NAMED)
    note(row, "name_concerned", actor=actor, now=now)
    if row.official_id in officials:
        row.official_id = None
        row.save(update_fields=["official"])
    return row


@transaction.atomic
def return_routing(*, actor: Actor, public_id: UUID, reason: str, now: datetime) -> Feedback:
    """Give feedback back to who receives: it is not this unit's. Raises as `route` does."""
    row = locked(actor, public_id)
    require_working(actor, row)
    row.unit, row.unit_path, row.official_id = None, "", None
    move(row, "return_routing", actor=actor, now=now, reason=reason)
    return row


@transaction.atomic
def draft_answer(*, actor: Actor, public_id: UUID, text: str, now: datetime) -> Feedback:
    """Write an answer and hand it to who approves.

    Raises `FeedbackNotFound`, `NotAllowed`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_working(actor, row)
    row.draft, row.drafted_by_id = nfc(text.strip()), actor.official_id
    row.official_id = actor.official_id
    row.save(update_fields=["draft", "drafted_by"])
    move(row, "draft", actor=actor, now=now)
    return row


@transaction.atomic
def return_draft(*, actor: Actor, public_id: UUID, reason: str, now: datetime) -> Feedback:
    """Give a drafted answer back with what is to be changed. Raises as `approve` does."""
    row = locked(actor, public_id)
    require_deciding(actor, row)
    move(row, "return_draft", actor=actor, now=now, reason=reason)
    return row


def is_own_draft(actor: Actor, row: Feedback) -> bool:
    """Say whether an official drafted the answer himself, by any record of his."""
    by = row.drafted_by_id
    return by is not None and not is_second_person(actor.official_id, by)


@transaction.atomic
def approve(*, actor: Actor, public_id: UUID, now: datetime, seen: str = "") -> Feedback:
    """Approve a drafted answer, which its sender may read from now on.

    `seen` marks the words that were shown (`words_mark`): no others are approved. Raises
    `FeedbackNotFound`, `NotAllowed`, `SameHand` for who drafted it, `WordsChanged`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_deciding(actor, row)
    if is_own_draft(actor, row):
        raise SameHand
    if seen and seen != words_mark(row.draft):
        raise WordsChanged
    row.answer = row.draft
    row.save(update_fields=["answer"])
    # Another answer may follow: the history keeps what was said each time.
    move(row, "approve", actor=actor, now=now, reason=row.answer)
    return row


@transaction.atomic
def guide(*, actor: Actor, public_id: UUID, text: str, now: datetime) -> Feedback:
    """End feedback by telling its sender the way it must go, as of what is a complaint by law.

    Raises `FeedbackNotFound`, `NotAllowed`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_receiving(actor, row)
    row.answer = nfc(text.strip())
    row.save(update_fields=["answer"])
    move(row, "guide", actor=actor, now=now)
    return row


@transaction.atomic
def decline(*, actor: Actor, public_id: UUID, reason: str, now: datetime) -> Feedback:
    """End feedback without handling it, and tell its sender why; heads and leaders decide so.

    Raises `FeedbackNotFound`, `NotAllowed`, `MoveRefused`.
    """
    row = locked(actor, public_id)
    require_deciding(actor, row)
    row.answer = nfc(reason.strip())
    row.save(update_fields=["answer"])
    move(row, "decline", actor=actor, now=now)
    return row


@transaction.atomic
def extend(*, actor: Actor, public_id: UUID, reason: str, now: datetime) -> Feedback:
    """Extend the deadline once, before it has passed; the sender is told the reason.

    Raises `FeedbackNotFound`, `NotAllowed`, `ExtendedBefore`.
    """
    row = locked(actor, public_id)
    require_deciding(actor, row)
    running = row.state in {FeedbackState.ASSIGNED, FeedbackState.DRAFTED}
    if row.extended_from is not None or not running or now > row.due_at:
        raise ExtendedBefore
    limit = limit_on(civil_date(now), "extension")
    row.extended_from = row.due_at
    row.due_at = due_after(row.due_at, limit, working_calendar(row.agency_id))
    row.extension_reason = nfc(reason.strip())
    row.save(update_fields=["extended_from", "due_at", "extension_reason"])
    note(row, "extend", actor=actor, now=now, reason=reason)
    return row


def require_receiving(actor: Actor, row: Feedback) -> None:
    """Demand that an official receives or leads at the agency. Raises `NotAllowed`."""
    actor.require_role(*RECEIVING, Role.LEADER, agency_id=row.agency_id)


def require_working(actor: Actor, row: Feedback) -> None:
    """Demand that an official works in the unit that has it. Raises `NotAllowed`."""
    if row.unit_id is None:
        raise NotAllowed
    actor.require_role(*WORKING, agency_id=row.agency_id, unit_path=row.unit_path)


def require_deciding(actor: Actor, row: Feedback) -> None:
    """Demand the head of the unit that has it, or a leader. Raises `NotAllowed`."""
    is_leader = actor.has_role(Role.LEADER, row.agency_id)
    is_head = row.unit_id is not None and any(
        actor.has_role(role, row.agency_id, row.unit_path) for role in DECIDING
    )
    if not (is_leader or is_head):
        raise NotAllowed


def _unit(row: Feedback, unit_id: int, now: datetime) -> Unit:
    units = units_of(row.agency_id, civil_date(now))
    found = next((unit for unit in units if unit.pk == unit_id), None)
    if found is None:
        raise UnitElsewhere
    return found


def _require_somebody(row: Feedback, unit: Unit, now: datetime) -> None:
    """Demand somebody in a unit whom the feedback does not concern. Raises `Concerned`."""
    posted = posted_at(row.agency_id, civil_date(now), *WORKING)
    there = {one.official_id for one in posted if unit.path.startswith(one.unit_path)}
    about = set(Concern.objects.filter(feedback=row).values_list("official_id", flat=True))
    if not there:
        raise UnitElsewhere
    if not there - about:
        raise Concerned
