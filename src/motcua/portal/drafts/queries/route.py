"""The way through a form: its pages, then the papers, then the last look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from datetime import date

    from motcua.dossiers.models import Draft

PAPERS = "papers"
CHECK = "check"


@dataclass(frozen=True, slots=True)
class Route:
    """The stops there are for the answers given so far."""

    stops: tuple[str, ...]

    def __contains__(self, code: str) -> bool:
        return code in self.stops

    @property
    def total(self) -> int:
        """How many stops there are."""
        return len(self.stops)

    def number(self, code: str) -> int:
        """Give the place of a stop, from 1."""
        return self.stops.index(code) + 1

    def before(self, code: str) -> str:
        """Give the stop before; empty at the first."""
        place = self.stops.index(code)
        return self.stops[place - 1] if place else ""

    def after(self, code: str) -> str:
        """Give the stop after; the last look after a page that is no longer asked for."""
        place = self.stops.index(code) + 1 if code in self.stops else len(self.stops)
        return self.stops[min(place, len(self.stops) - 1)]


def route_of(draft: Draft, day: date) -> Route:
    """Give the way through a draft on a day."""
    held = rules(draft.version_id)
    clean = held.form.validate(draft.answers, today=day).clean
    pages = [page.code for page in held.form.visible_pages(clean, today=day)]
    asked, sent = held.papers(clean, draft.channel, day), held.sent_as_answers
    asks_papers = any(row.code not in sent for row in asked)
    return Route((*pages, *([PAPERS] if asks_papers else []), CHECK))
