"""Reading feedback and requests for help is an act too: who, when and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.readings import is_first_this_hour
from motcua.voice.queries.feedback import feedback_for
from motcua.voice.queries.helping import request_for

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.voice.models import Feedback, HelpRequest


@transaction.atomic
def open_feedback(*, actor: Actor, public_id: UUID, now: datetime) -> Feedback:
    """Open feedback for an official who may see it, and keep once an hour that he read it.

    Raises `FeedbackNotFound`.
    """
    row = feedback_for(actor, public_id)
    subject = ("feedback", str(row.public_id))
    _keep(subject, "voice.read_feedback", row.agency_id, actor=actor, now=now)
    return row


@transaction.atomic
def open_request(*, actor: Actor, public_id: UUID, now: datetime) -> HelpRequest:
    """Open a request for help likewise. Raises `HelpNotFound`."""
    row = request_for(actor, public_id)
    subject = ("help", str(row.public_id))
    _keep(subject, "voice.read_request", row.agency_id, actor=actor, now=now)
    return row


def _keep(
    subject: tuple[str, str], act: str, agency_id: int, *, actor: Actor, now: datetime
) -> None:
    if not is_first_this_hour(actor, room="voice", what=":".join(subject), now=now):
        return
    audit.record(
        actor=actor,
        action=act,
        subject=subject,
        agency_id=agency_id,
        now=now,
        purpose="handling",
    )
