"""Which line of a statement is which booking: pure, in any order of either the same answer.

By the provider's own number first. Only a line that has none is matched by the reference it names,
and at last by its amount, where no other line and no other booking could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """A line that is not matched yet; `amount` in đồng, `references` are the orders it names."""

    id: int
    day: date
    transaction: str
    references: frozenset[str]
    amount: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What the ledger booked for one transaction of the provider, in đồng.

    `is_taken`: a line was matched with it before, or two people settled it.
    """

    id: int
    day: date
    transaction: str
    references: frozenset[str]
    amount: int
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Every line and every booking that was open, in exactly one of the five."""

    matched: frozenset[tuple[int, int]]
    other_amount: frozenset[tuple[int, int]]
    twice: frozenset[int]
    only_said: frozenset[int]
    only_booked: frozenset[int]


def match(said: Iterable[Said], booked: Iterable[Booked], within: int) -> Found:
    """Match lines with bookings; `within` is how many days may lie between one and the other."""
    lines, bookings = list(said), list(booked)
    state = _State()
    _by_number(lines, bookings, state)
    left = [one for one in bookings if not one.is_taken and one.id not in state.bookings]
    _by_reference([one for one in lines if not one.transaction], left, within, state)
    bare = [one for one in lines if not one.transaction and one.id not in state.lines]
    free = [one for one in left if one.id not in state.bookings]
    _by_amount(bare, free, within, state)
    return Found(
        matched=frozenset(state.matched),
        other_amount=frozenset(state.other_amount),
        twice=frozenset(state.twice),
        only_said=frozenset(one.id for one in lines if one.id not in state.lines),
        only_booked=frozenset(
            one.id for one in bookings if not one.is_taken and one.id not in state.bookings
        ),
    )


class _State:
    """What is decided so far."""

    def __init__(self) -> None:
        self.matched: set[tuple[int, int]] = set()
        self.other_amount: set[tuple[int, int]] = set()
        self.twice: set[int] = set()
        self.lines: set[int] = set()
        self.bookings: set[int] = set()

    def pair(self, line: Said, booking: Booked) -> None:
        """Take a line for a booking, whether or not their amounts are the same."""
        kept = self.matched if line.amount == booking.amount else self.other_amount
        kept.add((line.id, booking.id))
        self.lines.add(line.id)
        self.bookings.add(booking.id)


def _by_number(lines: Sequence[Said], bookings: Sequence[Booked], state: _State) -> None:
    """Match what has the same number; of several lines the one that fits best, the others twice.

    A line that moves money the other way is no second booking of it: something was undone.
    """
    by_number = _grouped((one for one in lines if one.transaction), lambda one: one.transaction)
    known = {one.transaction: one for one in bookings if one.transaction}
    for number, group in by_number.items():
        booking = known.get(number)
        if booking is None:
            continue
        same = [one for one in group if (one.amount > 0) == (booking.amount > 0)]
        same.sort(key=lambda one: _distance(one, booking))
        if same and not booking.is_taken:
            state.pair(same.pop(0), booking)
        state.twice.update(one.id for one in same)
        state.lines.update(one.id for one in same)


def _by_reference(
    lines: Sequence[Said], bookings: Sequence[Booked], within: int, state: _State
) -> None:
    """Match lines without a number with bookings of the order they name: equal amounts first."""
    by_reference: dict[str, list[Booked]] = defaultdict(list)
    for booking in bookings:
        for reference in booking.references:
            by_reference[reference].append(booking)
    choices = {
        (line.id, booking.id): (line, booking)
        for line in lines
        for reference in line.references
        for booking in by_reference.get(reference, ())
        if _may_be(line, booking, within)
    }
    for line, booking in sorted(choices.values(), key=lambda pair: _order(*pair)):
        if line.id not in state.lines and booking.id not in state.bookings:
            state.pair(line, booking)


def _by_amount(
    lines: Sequence[Said], bookings: Sequence[Booked], within: int, state: _State
) -> None:
    """Match lines that name nothing, where only one line and one booking could be meant."""
    of_amount = _grouped(bookings, lambda one: one.amount)
    meant = {
        line.id: [one for one in of_amount.get(line.amount, ()) if _may_be(line, one, within)]
        for line in lines
        if not line.references
    }
    wanted: dict[int, int] = defaultdict(int)
    for candidates in meant.values():
        for booking in candidates:
            wanted[booking.id] += 1
    by_id = {line.id: line for line in lines}
    for number, candidates in meant.items():
        if len(candidates) == 1 and wanted[candidates[0].id] == 1:
            state.pair(by_id[number], candidates[0])


def _may_be(line: Said, booking: Booked, within: int) -> bool:
    is_near = abs((line.day - booking.day).days) <= within
    return is_near and (line.amount > 0) == (booking.amount > 0)


def _distance(line: Said, booking: Booked) -> tuple[bool, int, int, date, int]:
    """Say how badly a line fits, so that the same one is chosen in whatever order they come."""
    return (
        line.amount != booking.amount,
        abs((line.day - booking.day).days),
        abs(line.amount - booking.amount),
        line.day,
        line.id,
    )


def _order(line: Said, booking: Booked) -> tuple[tuple[bool, int, int, date, int], date, int]:
    return _distance(line, booking), booking.day, booking.id


def _grouped(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
