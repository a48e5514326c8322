"""What the accountants' pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.finding import agency_numbered
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.payments.enums import Provider
from motcua.payments.queries.takings import (
    DaySum,
    Fault,
    TakingLine,
    closing_of,
    days_with_money,
    faults_of,
    takings_of,
)
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.payments.models import DayClosing

_BACK = timedelta(days=62)
_PLACES = dict(Provider.choices)


@dataclass(frozen=True, slots=True)
class DaysPage:
    """The agencies of an accountant, each with its days; `is_one`: no need to say which."""

    agencies: tuple[tuple[Agency, tuple[DaySum, ...]], ...]
    today: date

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
class DayPage:
    """A day of an agency: its lines, their sums, its closing or what stands against one."""

    agency: Agency
    day: date
    rows: tuple[Row, ...]
    taken: int
    returned: int
    closing: DayClosing | None
    faults: tuple[Fault, ...]
    is_over: bool

    @property
    def kept(self) -> int:
        """Give what is left of the day, in đồng."""
        return self.taken - self.returned


def days_page(actor: Actor, now: datetime) -> DaysPage:
    """Give the days of two months of an accountant's agencies. Raises `NotAllowed`."""
    ids = actor.agencies(Role.ACCOUNTANT)
    if not ids:
        raise NotAllowed
    today = civil_date(now)
    held = sorted((agency_numbered(number) for number in ids), key=lambda agency: agency.code)
    return DaysPage(
        tuple((agency, days_with_money(agency.pk, today - _BACK, today)) for agency in held), today
    )


def day_of(actor: Actor, agency: str, day: str) -> tuple[Agency, date]:
    """Give an agency of the accountant and a day by what the address says. Raises `NotFound`."""
    held = (agency_numbered(number) for number in actor.agencies(Role.ACCOUNTANT))
    found = next((one for one in held if one.code.lower() == agency.lower()), None)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found, on


def day_page(actor: Actor, agency: str, day: str, *, now: datetime, language: str) -> DayPage:
    """Give a day of an agency. Raises `NotFound`."""
    held, on = day_of(actor, agency, day)
    takings = takings_of(held.pk, on)
    closing = closing_of(held.pk, on)
    codes = sorted({line.procedure for line in takings.lines if line.procedure})
    names = {code: say(name, language) for code, name in names_of(codes, on).items()}
    return DayPage(
        agency=held,
        day=on,
        rows=tuple(_rows(takings.lines, names)),
        taken=takings.taken,
        returned=takings.returned,
        closing=closing,
        faults=() if closing else tuple(faults_of(held.pk, on)),
        is_over=on < civil_date(now),
    )


def _rows(lines: Iterable[TakingLine], names: Mapping[str, str]) -> Iterable[Row]:
    for line in lines:
        channel = str(Channel(line.channel).label) if line.channel else ""
        name = names.get(line.procedure, "")
        place = str(_PLACES.get(line.provider, line.provider))
        yield Row(name, line.procedure, channel, place, line.taken, line.returned)
