"""A sender who is not satisfied: an answered question is looked at again, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries import working_calendar
from motcua.kernel.actors import Actor
from motcua.kernel.clock import civil_date
from motcua.kernel.text import nfc
from motcua.voice.actions.moving import move, record
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.enums import PublicationState
from motcua.voice.errors import FeedbackNotFound, ReopenedBefore
from motcua.voice.models import Feedback, Publication
from motcua.voice.queries.feedback import feedback_tracked, reopened_until
from motcua.voice.workflow import PUBLICATION

if TYPE_CHECKING:
    from datetime import datetime

# Whoever holds the code and the signs is the sender; the log does not name him.
_SOMEBODY = Actor(kind="citizen")


@transaction.atomic
def reopen_feedback(*, code: str, four: str, reason: str, now: datetime) -> Feedback:
    """Have an answer looked at again by its code and four signs, with what is lacking.

    It goes back to who receives, with deadlines of its own; the answer stands until there is
    another, and is public no longer. Once, within the days of the limit `reopen`. Raises
    `FeedbackNotFound`, `MoveRefused` where nothing was answered, `ReopenedBefore`.
    """
    found = feedback_tracked(code, four)
    if found is None:
        raise FeedbackNotFound
    row = Feedback.objects.select_for_update().get(pk=found.pk)
    until = reopened_until(row)
    if until is not None and now > until:
        raise ReopenedBefore
    today, hours = civil_date(now), working_calendar(row.agency_id)
    row.unit, row.unit_path, row.official, row.closed_at = None, "", None, None
    row.route_due_at = due_after(now, limit_on(today, "route"), hours)
    row.due_at = due_after(now, limit_on(today, "answer"), hours)
    row.extended_from, row.escalation = None, 0
    move(row, "reopen", actor=_SOMEBODY, now=now, reason=nfc(reason))
    row.save(update_fields=["route_due_at", "due_at", "extended_from", "escalation"])
    _take_back(row, now)
    return row


def _take_back(row: Feedback, now: datetime) -> None:
    """Let an answer that is disputed be public no longer."""
    held = Publication.objects.select_for_update().filter(feedback=row).first()
    if held is None or held.state == PublicationState.WITHHELD:
        return
    held.state = PUBLICATION.target(PublicationState(held.state), "withhold")
    held.published_at = None
    held.save(update_fields=["state", "published_at"])
    record(row, "voice.withhold", actor=_SOMEBODY, now=now)
