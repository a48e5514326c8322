"""Who is called first, how times are booked, how long a kiosk waits: dated rules and citations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_FILE = Path(__file__).parents[1] / "data" / "rules.yaml"


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=_Dated)


@dataclass(frozen=True, slots=True)
class Priority:
    """People who are called before others; `basis` is the citation."""

    code: str
    name: Mapping[str, str]
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None

    def name_in(self, language: str) -> str:
        """Give the name in a language."""
        return self.name.get(language, self.name["vi"])


@dataclass(frozen=True, slots=True)
class KioskRule:
    """How long a kiosk waits for its visitor, and then for his answer; how long its code lives."""

    idle_seconds: int
    warning_seconds: int
    code_minutes: int
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class MailRule:
    """How much mail with scans is taken, and how long that of strangers waits.

    Attributes:
        sender_a_day: messages of one sender in a day; more wait aside for another day.
        strangers_days: days after which what strangers sent is thrown away.
        strangers_most: messages of strangers that wait; more are thrown away at once.

    """

    sender_a_day: int
    strangers_days: int
    strangers_most: int
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class BookingRule:
    """How times are booked.

    Attributes:
        days_ahead: how far ahead one may book.
        most_open: bookings to come that one person may have.
        remind_hours: how long before its time somebody is reminded.
        early_minutes: how long before its time one may check in.
        late_minutes: how late one still keeps one's place; after that one waits as all others do.

    """

    days_ahead: int
    most_open: int
    remind_hours: int
    early_minutes: int
    late_minutes: int
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None


def booking_rule_on(day: date) -> BookingRule:
    """Give how times are booked on a day; the latest that began holds."""
    rules = (BookingRule(**row) for row in _shipped()["bookings"])
    return max(_valid(rules, day), key=lambda rule: rule.valid_from)


def mail_rule_on(day: date) -> MailRule:
    """Give the limits of scans by e-mail on a day; the latest that began holds."""
    rules = (MailRule(**row) for row in _shipped()["mail"])
    return max(_valid(rules, day), key=lambda rule: rule.valid_from)


def priorities_on(day: date) -> tuple[Priority, ...]:
    """Give who is called before others on a day."""
    return tuple(_valid((Priority(**row) for row in _shipped()["priorities"]), day))


def priority_on(code: str, day: date) -> Priority | None:
    """Give one of them by its code; None where nothing of the kind holds that day."""
    return next((one for one in priorities_on(day) if one.code == code), None)


def kiosk_rule_on(day: date) -> KioskRule:
    """Give the times of kiosks on a day; the latest that began holds."""
    rules = (KioskRule(**row) for row in _shipped()["kiosks"])
    return max(_valid(rules, day), key=lambda rule: rule.valid_from)


def _valid(rows: Iterable[D], day: date) -> list[D]:
    return [
        row for row in rows if row.valid_from <= day and (not row.valid_to or day < row.valid_to)
    ]


@cache
def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
