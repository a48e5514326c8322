"""What a statement says, in whichever form it is written, and the bounds of one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from motcua.kernel import clock
from motcua.kernel.clock import ZONE
from motcua.payments.errors import StatementMalformed

if TYPE_CHECKING:
    from typing import NoReturn

    from motcua.kernel.files import Readable
    from motcua.payments.enums import LineKind, StatementFault

MOST_BYTES = 64 * 1024 * 1024
MOST_LINES = 100_000
MOST_DONG = 10**15
MOST_DAYS = 400
"""Days that one file may cover: a year, and some."""
MOST_AHEAD = timedelta(days=62)
"""How far after today a statement may reach: further on is a slip in the year."""
LONGEST_TEXT, LONGEST_NUMBER, LONGEST_REFERENCE = 500, 70, 140
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AMOUNT = re.compile(r"([+-]?)\(?([0-9][0-9., \u00a0\u202f]*)\)?([+-]?)")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_PLAIN = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of a statement; `amount` in đồng, positive for what came; `number` in the file."""

    number: int
    day: date
    at: datetime | None
    transaction: str
    reference: str
    original: str
    amount: int
    kind: LineKind
    content: str


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a statement covers, both among them, and its balances where it says them."""

    since: date
    until: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """A statement that comes: its content, to be read once, and the name it has outside."""

    content: Readable
    name: str


class StatementSource(Protocol):
    """A provider that gives the statement of a day to this node by itself."""

    @property
    def name(self) -> str:
        """The provider's name in the ledger."""

    def statement(self, day: date) -> Brought:
        """Give the statement of a civil day. Raises `httpx.HTTPError`, `SignatureWrong`."""


def refuse(why: StatementFault, line: int, place: str = "") -> NoReturn:
    """Raise `StatementMalformed`, saying where."""
    raise StatementMalformed(why=str(why), line=line, place=place[:80])


def tidy(text: str, most: int = LONGEST_TEXT) -> str:
    """Give a text on one line, composed, without signs that are not seen, cut to a length."""
    seen = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not seen.isprintable():
        seen = "".join(sign if sign.isprintable() else " " for sign in seen)
    return " ".join(seen.split())[:most]


def read_amount(text: str) -> int | None:
    """Read đồng as banks write them: `1.234.567`, `1,234,567.00`, `(20 000)`, `20000-`, `+5 đ`.

    None for what is no whole number of đồng below 10^15.
    """
    plain = tidy(text, 40).upper().removesuffix("VND").removesuffix("VNĐ").removesuffix("Đ").strip()
    found = _AMOUNT.fullmatch(plain)
    if found is None or (found[1] and found[3]) or plain.count("(") != plain.count(")"):
        return None
    digits = _whole(re.sub(r"[ \u00a0\u202f]", "", found[2]))
    if digits is None or int(digits) >= MOST_DONG:
        return None
    is_less = "-" in (found[1], found[3]) or plain.startswith("(")
    return -int(digits) if is_less else int(digits)


def _whole(text: str) -> str | None:
    """Take thousands' marks out, and a fraction that is nothing but noughts."""
    head, mark, tail = text.rpartition("." if text.rfind(".") > text.rfind(",") else ",")
    if mark and len(tail) in {1, 2} and not tail.strip("0"):
        text = head
    if _PLAIN.fullmatch(text):
        return text
    is_grouped = _GROUPED.fullmatch(text) and not {".", ","} <= set(text)
    return re.sub("[.,]", "", text) if is_grouped else None


def read_moment(text: str, *, is_day_first: bool = True) -> tuple[date, datetime | None] | None:
    """Read a day with its time, where it has one: `20/11/2026 15:30`, ISO 8601, `20261120`.

    A time without a zone is Viet Nam's. None for what is no day.
    """
    plain = tidy(text, 40)
    try:
        if _ISO.fullmatch(plain):
            return _split(plain)
        if found := _COMPACT.fullmatch(plain):
            return date(*(int(part) for part in found.groups())), None
        if found := _DAY_FIRST.fullmatch(plain):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            day = date(year, second, first) if is_day_first else date(year, first, second)
            return _at(day, found[4])
    except (ValueError, OverflowError):
        # Near the ends of the calendar another zone's time has no place in ours.
        return None
    return None


def read_time(day: date, text: str) -> datetime | None:
    """Give the moment of a day at a time of its own column; None where it says none."""
    try:
        return _at(day, tidy(text, 20) or None)[1]
    except ValueError:
        return None


def _at(day: date, said: str | None) -> tuple[date, datetime | None]:
    if said is None:
        return day, None
    hour, minute, *second = (int(part) for part in said.split(":"))
    # No clock of ours has a leap second: it is the second before it.
    return day, datetime.combine(day, time(hour, minute, min(sum(second), 59)), ZONE)


def _split(text: str) -> tuple[date, datetime | None]:
    if len(text) == len("2026-11-20"):
        return date.fromisoformat(text), None
    moment = clock.read(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
    return aware.astimezone(ZONE).date(), aware
