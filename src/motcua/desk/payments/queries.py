"""What the accountants' pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.finding import agency_numbered
from motcua.desk.payments.gate import day_named, keeper, place_name
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.payments.queries.returns import gone_twice_on
from motcua.payments.queries.statements import standing_of
from motcua.payments.queries.takings import (
    DaySum,
    Fault,
    TakingLine,
    closing_of,
    days_with_money,
    faults_of,
    takings_of,
)
from motcua.payments.queries.unclear import unclear_money
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import names_of
from motcua.tills.queries import uncounted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.payments.models import DayClosing
    from motcua.payments.queries.statements import Standing
    from motcua.tills.models import Drawer

_BACK = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class DaysPage:
    """The agencies of an accountant, each with its days; `of_node`: he keeps the node's too."""

    agencies: tuple[tuple[Agency, tuple[DaySum, ...]], ...]
    today: date
    of_node: bool

    @property
    def is_one(self) -> bool:
        """Say whether he keeps the books of one agency."""
        return len(self.agencies) == 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a day in words, in đồng."""

    procedure: str
    code: str
    channel: str
    provider: str
    taken: int
    returned: int


@dataclass(frozen=True, slots=True)
class Checked:
    """How a provider's day stands beside its statement, with the provider's name."""

    place: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day of an agency: its lines, their sums, its closing or what stands against one.

    `unclear` are the đồng that came by its end and belong to nothing, where it is not closed.
    """

    agency: Agency
    day: date
    rows: tuple[Row, ...]
    taken: int
    returned: int
    twice: int
    closing: DayClosing | None
    faults: tuple[Fault, ...]
    standing: tuple[Checked, ...]
    drawers: tuple[Drawer, ...]
    unclear: int
    is_over: bool

    @property
    def may_close(self) -> bool:
        """Say whether nothing speaks against closing it."""
        is_right = not self.faults and all(one.standing.lets_close for one in self.standing)
        return self.is_over and self.closing is None and is_right and not self.drawers

    @property
    def kept(self) -> int:
        """Give what is left of the day, in đồng."""
        return self.taken - self.returned


def days_page(actor: Actor, now: datetime) -> DaysPage:
    """Give the days of two months of an accountant's agencies. Raises `NotAllowed`."""
    held, today = keeper(actor, now), civil_date(now)
    days = ((one, days_with_money(one.pk, today - _BACK, today)) for one in held.agencies)
    return DaysPage(tuple(days), today, held.of_node)


def day_of(actor: Actor, agency: str, day: str) -> tuple[Agency, date]:
    """Give an agency of the accountant and a day by what the address says. Raises `NotFound`."""
    held = (agency_numbered(number) for number in actor.agencies(Role.ACCOUNTANT))
    found = next((one for one in held if one.code.lower() == agency.lower()), None)
    on = day_named(day)
    if found is None:
        raise NotFound
    return found, on


def day_page(actor: Actor, agency: str, day: str, *, now: datetime, language: str) -> DayPage:
    """Give a day of an agency. Raises `NotFound`."""
    held, on = day_of(actor, agency, day)
    takings = takings_of(held.pk, on)
    closing, is_over = closing_of(held.pk, on), on < civil_date(now)
    codes = sorted({line.procedure for line in takings.lines if line.procedure})
    names = {code: say(name, language) for code, name in names_of(codes, on).items()}
    return DayPage(
        agency=held,
        day=on,
        rows=tuple(_rows(takings.lines, names)),
        taken=takings.taken,
        returned=takings.returned,
        twice=closing.twice if closing else gone_twice_on(held.pk, on),
        closing=closing,
        faults=() if closing else tuple(faults_of(held.pk, on)),
        standing=() if closing else tuple(_checked(takings.lines, on)),
        drawers=uncounted(held.pk, on) if is_over and not closing else (),
        unclear=0 if closing else _unclear(actor, held.pk, on, now),
        is_over=is_over,
    )


def _unclear(actor: Actor, agency_id: int, day: date, now: datetime) -> int:
    """Give the đồng that came until the end of a day and belong to nothing yet."""
    of_nobody = keeper(actor, now).of_node
    rows = unclear_money([agency_id], of_nobody=of_nobody)
    return sum(one.left for one in rows if civil_date(one.at) <= day)


def _checked(lines: Iterable[TakingLine], day: date) -> Iterable[Checked]:
    for one in standing_of({line.provider for line in lines}, day):
        yield Checked(place_name(one.provider), one)


def _rows(lines: Iterable[TakingLine], names: Mapping[str, str]) -> Iterable[Row]:
    for line in lines:
        channel = str(Channel(line.channel).label) if line.channel else ""
        name = names.get(line.procedure, "")
        place = place_name(line.provider)
        yield Row(name, line.procedure, channel, place, line.taken, line.returned)
