"""What the citizens' pages of feedback and help show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries.posted import agencies_on
from motcua.dossiers.enums import Urgency
from motcua.kernel.clock import civil_date
from motcua.voice.enums import FeedbackState
from motcua.voice.queries.feedback import reopened_until
from motcua.voice.queries.stories import TOLD, turns_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.voice.models import Feedback
    from motcua.voice.queries.stories import Turn

_SOON = timedelta(days=1)
_WELL = frozenset({"receive", "route", "approve", "transfer"})
_SAID_TO_SENDER = frozenset({"extend", "transfer", "approve", "reopen"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn of feedback as its sender sees it, for the time line."""

    title: str
    state: str
    at: datetime
    meta: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FollowPage:
    """Feedback for its sender: where it stands, until when, what was answered."""

    feedback: Feedback
    state: str
    clock: str
    story: tuple[Moment, ...]
    may_withdraw: bool
    reopen_until: datetime | None


def agency_choices(now: datetime, language: str) -> list[tuple[int, str]]:
    """Give the agencies to choose from, by number and name."""
    return [(row.pk, row.name_in(language)) for row in agencies_on(civil_date(now))]


def follow_page(row: Feedback, now: datetime, language: str) -> FollowPage:
    """Give the page of feedback for whoever holds its code and four signs; it names no official."""
    turns = [turn for turn in turns_of(row, language) if turn.action in TOLD]
    until = reopened_until(row)
    return FollowPage(
        feedback=row,
        state=str(FeedbackState(row.state).label),
        clock=_clock(row, now),
        story=tuple(_moment(turn) for turn in turns),
        may_withdraw=row.is_open,
        reopen_until=until if until is not None and now <= until else None,
    )


def _moment(turn: Turn) -> Moment:
    where = turn.agency if turn.action == "transfer" else turn.unit
    return Moment(
        title=turn.title,
        state="done" if turn.action in _WELL else "paused",
        at=turn.at,
        meta=where if turn.action in {"transfer", "route"} else "",
        text=turn.reason if turn.action in _SAID_TO_SENDER else "",
    )


def _clock(row: Feedback, now: datetime) -> str:
    if not row.is_open:
        return str(Urgency.DONE)
    if now > row.due_at:
        return str(Urgency.LATE)
    return str(Urgency.SOON if row.due_at - now <= _SOON else Urgency.ON_TIME)
