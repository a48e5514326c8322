"""What the pages of cash show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.finding import agency_numbered
from motcua.agencies.queries.humans import is_second_person
from motcua.kernel.errors import NotAllowed
from motcua.tills.base import NOTES
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.queries import drawer_of, hand_overs_for, inside, purse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.tills.models import Drawer, HandOver
    from motcua.tills.queries import Inside, Purse

TAKING = (Role.RECEPTIONIST, Role.ACCOUNTANT)
KEEPING = (Role.ACCOUNTANT, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Note:
    """A note to be counted: its value in đồng, the name of its box, what was typed there."""

    value: int
    name: str
    typed: str


@dataclass(frozen=True, slots=True)
class DrawerPage:
    """An official's drawer; `inside` is None where he has opened none.

    `others` is cash of colleagues that he may take into his own.
    """

    inside: Inside | None
    is_open: bool
    waits: bool
    notes: tuple[Note, ...]
    typed: Mapping[str, str]
    others: tuple[HandOver, ...]
    keeps: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A drawer as an accountant sees it, and whether he may say that its difference is right."""

    drawer: Drawer
    may_decide: bool


@dataclass(frozen=True, slots=True)
class PursePage:
    """An agency's cash, its drawers, and what waits for the official who reads."""

    agency: Agency
    purse: Purse
    rows: tuple[Row, ...]
    takes: bool


def notes(typed: Mapping[str, str]) -> tuple[Note, ...]:
    """Give the boxes of the notes, with what was typed in them."""
    return tuple(Note(value, f"n{value}", typed.get(f"n{value}", "")) for value in NOTES)


def pieces_in(typed: Mapping[str, str]) -> dict[int, int]:
    """Read how many notes of each value were typed; an empty box is none of them.

    What is no number counts as -1, which no count takes.
    """
    found = {}
    for note in notes(typed):
        text = note.typed.strip()
        is_number = text.isascii() and text.isdigit() and len(text) <= 6
        found[note.value] = (int(text) if is_number else -1) if text else 0
    return found


def drawer_page(actor: Actor, typed: Mapping[str, str]) -> DrawerPage:
    """Give an official's drawer. Raises `NotAllowed` for who takes no money."""
    agencies = actor.agencies(*TAKING)
    if not agencies:
        raise NotAllowed
    mine = drawer_of(actor)
    found = inside(mine) if mine else None
    return DrawerPage(
        inside=found,
        is_open=mine is not None and mine.state == DrawerState.OPEN,
        waits=found is not None and any(g.state == HandOverState.ASKED for g in found.given_on),
        notes=notes(typed),
        typed=typed,
        others=tuple(hand_overs_for(agencies, actor.official_id)),
        keeps=bool(actor.agencies(*KEEPING)),
    )


def purse_pages(actor: Actor) -> tuple[PursePage, ...]:
    """Give the cash of the agencies where an official keeps it or heads. Raises `NotAllowed`."""
    ids = actor.agencies(*KEEPING)
    if not ids:
        raise NotAllowed
    return tuple(_purse_page(actor, number) for number in sorted(ids))


def _purse_page(actor: Actor, agency_id: int) -> PursePage:
    found = purse(agency_id)
    rows = tuple(
        Row(
            one,
            one.state == DrawerState.COUNTED
            and is_second_person(actor.official_id, one.official_id),
        )
        for one in found.drawers
    )
    takes = actor.has_role(Role.ACCOUNTANT, agency_id)
    return PursePage(agency_numbered(agency_id), found, rows, takes)
