"""What the front page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.dossiers.queries.mine import DossierCard, DraftCard, recent_of
from motcua.kernel.calendar import DayKind
from motcua.kernel.clock import civil_date
from motcua.procedures.queries import life_events_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.queries import EventCard

_NOTICE_AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Closing:
    """A day off soon."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows; `drafts` and `dossiers` are the visitor's own latest."""

    events: tuple[EventCard, ...]
    closings: tuple[Closing, ...]
    drafts: tuple[DraftCard, ...]
    dossiers: tuple[DossierCard, ...]


def front_page(actor: Actor, now: datetime, language: str) -> FrontPage:
    """Give the front page of a visitor, who may be a stranger."""
    drafts, dossiers = recent_of(actor, now, language)
    return FrontPage(
        events=life_events_on(civil_date(now), language),
        closings=_closings(civil_date(now), language),
        drafts=drafts,
        dossiers=dossiers,
    )


def _closings(day: date, language: str) -> tuple[Closing, ...]:
    return tuple(
        Closing(row.on, (row.name_en if language == "en" else "") or row.name_vi)
        for row in working_calendar(None).days
        if row.kind is DayKind.OFF and day <= row.on <= day + _NOTICE_AHEAD
    )
