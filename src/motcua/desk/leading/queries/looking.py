"""Who looks, on what, and by which names units and people go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries import agency_name, working_calendar
from motcua.agencies.queries.subtrees import UnitCard, units_below
from motcua.dossiers.queries.leading import Look, Moments, looked_on
from motcua.kernel.calendar import nth_working_day
from motcua.kernel.clock import ZONE, civil_date
from motcua.procedures.base.texts import say
from motcua.procedures.queries.browsing import names_of
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from motcua.kernel.actors import Actor

_SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class View:
    """What somebody looks on at a moment, with the units of these agencies by number and path."""

    looks: tuple[Look, ...]
    at: Moments
    by_number: dict[int, UnitCard]
    by_path: dict[tuple[int, str], UnitCard]

    @property
    def agencies(self) -> tuple[int, ...]:
        """Give the numbers of the agencies."""
        return tuple(sorted({look.agency_id for look in self.looks}))

    def unit(self, public_id: str) -> UnitCard | None:
        """Give a unit by its public id."""
        return next(
            (card for card in self.by_number.values() if str(card.public_id) == public_id), None
        )

    def names(self, language: str) -> tuple[str, ...]:
        """Name what is looked on: the agency, or the unit where it is one."""
        return tuple(self._names(language))

    def _names(self, language: str) -> Iterator[str]:
        for look in self.looks:
            card = self.by_path.get((look.agency_id, look.unit_path))
            yield card.name_in(language) if card else agency_name(look.agency_id, language)


def view_of(actor: Actor, now: datetime) -> View:
    """Give what an official looks on. Raises `NotAllowed` for whoever looks on nothing."""
    looks = looked_on(actor)
    cards = [
        card for agency in {look.agency_id for look in looks} for card in units_below(agency, "")
    ]
    return View(
        looks=looks,
        at=Moments(now, soon_until(looks[0].agency_id, now)),
        by_number={card.id: card for card in cards},
        by_path={(card.agency_id, card.path): card for card in cards},
    )


def soon_until(agency_id: int, now: datetime) -> datetime:
    """Give the end of the third working day from now."""
    day = nth_working_day(civil_date(now), _SOON, working_calendar(agency_id))
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def procedure_names(codes: Sequence[str], now: datetime) -> dict[str, str]:
    """Give the names of procedures in the language of the page, by code."""
    found = names_of(codes, civil_date(now))
    return {code: say(name, page_language()) for code, name in found.items()}
