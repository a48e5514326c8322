"""The one way feedback changes state: lock, check the table, change, keep the row, audit, emit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import audit, events
from motcua.voice.enums import FeedbackState
from motcua.voice.errors import FeedbackNotFound
from motcua.voice.events import FeedbackMoved
from motcua.voice.models import Feedback, FeedbackMove
from motcua.voice.queries.feedback import feedback_visible_to
from motcua.voice.workflow import FEEDBACK, OPEN

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

_STANDING = ("state", "is_open", "closed_at", "agency", "unit", "unit_path", "official")


def locked(actor: Actor, public_id: UUID) -> Feedback:
    """Lock feedback that an official may see. Raises `FeedbackNotFound`."""
    seen = feedback_visible_to(actor).filter(public_id=public_id).values("pk")
    row = Feedback.objects.select_for_update().filter(pk__in=seen).first()
    if row is None:
        raise FeedbackNotFound
    return row


def move(
    feedback: Feedback, action: str, *, actor: Actor, now: datetime, reason: str = ""
) -> FeedbackMove:
    """Make one move of the table on locked feedback and save where it stands.

    The caller has authorised the actor and may have set agency, unit and official. Raises
    `MoveRefused`.
    """
    came_from = FeedbackState(feedback.state)
    target = FeedbackState(FEEDBACK.target(came_from, action))
    feedback.state = target
    feedback.is_open = target in OPEN
    if not feedback.is_open:
        feedback.closed_at = now
    feedback.save(update_fields=_STANDING)
    row = FeedbackMove.objects.create(
        feedback=feedback,
        at=now,
        action=action,
        from_state=came_from,
        to_state=target,
        official_id=actor.official_id,
        agency_id=feedback.agency_id,
        unit_id=feedback.unit_id,
        reason=reason.strip(),
    )
    record(feedback, f"voice.{action}", actor=actor, now=now)
    tell(feedback, action, row.pk, now=now)
    return row


def note(feedback: Feedback, action: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Keep an act that changes no state: in the history, the audit log and the outbox."""
    row = FeedbackMove.objects.create(
        feedback=feedback,
        at=now,
        action=action,
        from_state=feedback.state,
        to_state=feedback.state,
        official_id=actor.official_id,
        agency_id=feedback.agency_id,
        unit_id=feedback.unit_id,
        reason=reason.strip(),
    )
    record(feedback, f"voice.{action}", actor=actor, now=now)
    tell(feedback, action, row.pk, now=now)


def tell(feedback: Feedback, action: str, move_id: int, *, now: datetime) -> None:
    """Let what follows be done after commit."""
    event = FeedbackMoved(feedback_id=feedback.pk, action=action, move_id=move_id)
    events.emit(event, agency_id=feedback.agency_id, now=now)


def record(feedback: Feedback, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon feedback into the audit log, in this transaction."""
    audit.record(
        actor=actor,
        action=act,
        subject=("feedback", str(feedback.public_id)),
        agency_id=feedback.agency_id,
        now=now,
        data=data,
    )
