"""Search results: each with time, cost and level, so that most questions end here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.errors import NotFound
from motcua.portal.catalogue.queries.costs import Cost, cost_of, time_of
from motcua.portal.catalogue.queries.levels import short_level_of
from motcua.portal.catalogue.queries.narrowing import Asking, Panel, panel_of
from motcua.procedures.base.texts import say
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import (
    Narrowing,
    browse,
    cards_of,
    likely_words,
    names_of,
    nearest,
    rules,
    takers_on,
    version_on,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import Card, Listed, Near, Taker

PAGE = 20
_SUGGESTED = 5
_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found; `level` and `office` are empty where no agency takes it.

    `office` is the nearest that takes it, `others` how many more do.
    """

    code: str
    name: str
    summary: str
    time: str
    cost: Cost
    level: str
    office: str
    others: int


@dataclass(frozen=True, slots=True)
class Results:
    """What a search gave: a page of `total` hits, and what it may be narrowed by.

    `likely` are the words as they may have been meant, `suggestions` procedures to try where
    nothing was found; `unnarrowed` is how many there are without narrowing. `is_elsewhere`
    where the words ask for what this node does not have: then the few near are suggestions.
    """

    hits: tuple[Hit, ...]
    total: int
    first: int
    before: str
    after: str
    panel: Panel
    likely: str = ""
    unnarrowed: int = 0
    suggestions: tuple[Hit, ...] = ()
    is_elsewhere: bool = False

    @property
    def last(self) -> int:
        """Give the number of the last hit of the page."""
        return self.first + len(self.hits) - 1


def results_for(asking: Asking, near: Near, day: date, language: str) -> Results:
    """Search by words, narrow, and give the page that was asked for."""
    listed = browse(asking.words, asking.narrowing, near, day)
    if listed.is_elsewhere:
        return _elsewhere(asking, listed, near, day, language)
    total = len(listed.codes)
    last = max(0, total - 1) // PAGE + 1
    page = min(max(1, asking.page), last)
    start = (page - 1) * PAGE
    hits = hits_of(listed.codes[start : start + PAGE], near, day, language)
    is_nothing = not hits
    return Results(
        hits=hits,
        total=total,
        first=start + 1,
        before=asking.address(page=page - 1) if page > 1 else "",
        after=asking.address(page=page + 1) if page < last else "",
        panel=panel_of(asking, listed, near, day, language),
        likely=likely_words(asking.words),
        unnarrowed=len(browse(asking.words, Narrowing(), near, day).codes) if is_nothing else 0,
        suggestions=_suggestions(near, day, language) if is_nothing else (),
    )


def _elsewhere(asking: Asking, listed: Listed, near: Near, day: date, language: str) -> Results:
    return Results(
        hits=(),
        total=0,
        first=1,
        before="",
        after="",
        panel=panel_of(asking, listed, near, day, language),
        suggestions=hits_of(listed.codes[:_SUGGESTED], near, day, language),
        is_elsewhere=True,
    )


def suggestions_for(words: str, near: Near, day: date, language: str) -> list[tuple[str, str]]:
    """Give code and name of the procedures nearest to words that are being typed."""
    if not words.strip():
        return []
    codes = browse(words, Narrowing(), near, day).codes[:_OFFERED]
    return [(code, say(name, language)) for code, name in names_of(codes, day).items()]


def hits_of(codes: Sequence[str], near: Near, day: date, language: str) -> tuple[Hit, ...]:
    """Give procedures as lists show them, in the order of their codes."""
    takers = takers_on(day)
    return tuple(
        _hit(card, nearest(takers.get(card.code, ()), near), day, language)
        for card in cards_of(codes, day)
    )


def rules_today(code: str, day: date) -> Rules:
    """Give the rules of a procedure on a day. Raises `NotFound` where none hold."""
    try:
        return rules(version_on(code, day))
    except VersionNotPublished:
        raise NotFound from None


def _suggestions(near: Near, day: date, language: str) -> tuple[Hit, ...]:
    return hits_of(browse("", Narrowing(), near, day).codes[:_SUGGESTED], near, day, language)


def _hit(card: Card, takers: Sequence[Taker], day: date, language: str) -> Hit:
    return Hit(
        code=card.code,
        name=say(card.name, language),
        summary=say(card.summary, language),
        time=time_of(card.ways, day, language),
        cost=cost_of(card.ways, day, language),
        level=short_level_of(max(taker.level for taker in takers)) if takers else "",
        office=takers[0].name_in(language) if takers else "",
        others=max(0, len(takers) - 1),
    )
