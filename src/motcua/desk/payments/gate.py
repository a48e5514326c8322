"""Whose books an official keeps: his agencies', and the node's where one of them runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.agencies.queries.finding import agency_numbered
from motcua.agencies.queries.standing import is_top
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.payments.enums import Provider

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor

_PLACES = dict(Provider.choices)
_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Keeper:
    """An accountant: the agencies whose books he keeps, by code, and whether also the node's."""

    agencies: tuple[Agency, ...]
    of_node: bool

    @property
    def numbers(self) -> tuple[int, ...]:
        """Give the numbers of his agencies."""
        return tuple(agency.pk for agency in self.agencies)

    def agency(self, code: str) -> Agency:
        """Give one of his agencies by its code, the first without one. Raises `NotFound`."""
        wanted = code.lower()
        found = (one for one in self.agencies if not wanted or one.code.lower() == wanted)
        agency = next(found, None)
        if agency is None:
            raise NotFound
        return agency


def keeper(actor: Actor, now: datetime) -> Keeper:
    """Give whose books an official keeps. Raises `NotAllowed` where nobody's."""
    ids = actor.agencies(Role.ACCOUNTANT)
    if not ids:
        raise NotAllowed
    held = sorted((agency_numbered(number) for number in ids), key=lambda agency: agency.code)
    return Keeper(tuple(held), is_top(ids, civil_date(now)))


def node_keeper(actor: Actor, now: datetime) -> Keeper:
    """Give an accountant of the agency that runs the node. Raises `NotAllowed` for another."""
    found = keeper(actor, now)
    if not found.of_node:
        raise NotAllowed
    return found


def place_name(provider: str) -> str:
    """Name a provider."""
    return str(_PLACES.get(provider, provider))


def who(official: int | None) -> str:
    """Name an official; empty for nobody."""
    return official_name(official) if official else ""


def day_named(text: str) -> date:
    """Give a day written `2026-11-20`. Raises `NotFound`, also for years that no books are of."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if found.year not in _YEARS:
        raise NotFound
    return found


def month_named(text: str) -> date:
    """Give the first day of a month written `2026-11`. Raises `NotFound`."""
    return day_named(f"{text}-01")


def page_number(text: str) -> int:
    """Give the page that an address names; the first for what names none."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
