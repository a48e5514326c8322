"""Search results: each with time, cost and level, so that most questions end here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.portal.catalogue.queries.costs import Cost, cost_of, time_of
from motcua.portal.catalogue.queries.levels import short_level
from motcua.procedures.base.texts import say
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import (
    find_procedures,
    level_of_offering,
    offerings_of,
    procedures_by_life_event,
    rules,
    version_on,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import Found


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found; `level` is empty where no agency takes it."""

    code: str
    name: str
    summary: str
    time: str
    cost: Cost
    level: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a search gave; where it gave nothing, `suggestions` are names to try."""

    hits: tuple[Hit, ...]
    suggestions: tuple[Hit, ...] = ()


def results_for(words: str, event: str, now: datetime, language: str) -> Results:
    """Search by words, or by the code of a life event; neither gives everything there is."""
    day = civil_date(now)
    found = (
        procedures_by_life_event(day).get(event, [])
        if event and not words
        else find_procedures(words, day)
    )
    hits = tuple(_hit(row, day, language) for row in found)
    if hits:
        return Results(hits)
    return Results((), tuple(_hit(row, day, language) for row in find_procedures("", day, limit=5)))


def rules_today(code: str, day: date) -> Rules:
    """Give the rules of a procedure on a day. Raises `NotFound` where none hold."""
    try:
        return rules(version_on(code, day))
    except VersionNotPublished:
        raise NotFound from None


def _hit(found: Found, day: date, language: str) -> Hit:
    offerings = offerings_of(found.code, day)
    levels = [level_of_offering(card, day) for card in offerings]
    best = max(levels, key=lambda level: level.level, default=None)
    return Hit(
        code=found.code,
        name=say(found.pack.name, language),
        summary=say(found.pack.summary, language),
        time=time_of(found.pack, day, language),
        cost=cost_of(found.pack, day, language),
        level=short_level(best) if best else "",
    )
