"""Reading a statement that came into lines ready for the database, which then takes them at once.

The lines are written beside, sealed, as the database copies them in: so a file of any length takes
the memory of a few lines, and nothing of one that is wrong anywhere is kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from motcua.kernel.clock import civil_date
from motcua.kernel.sandbox import ParsingFailed, told_of
from motcua.payments.base.csv_files import Columns, read_csv
from motcua.payments.base.statements import (
    LONGEST_NUMBER,
    LONGEST_REFERENCE,
    LONGEST_TEXT,
    MOST_AHEAD,
    MOST_DAYS,
    MOST_DONG,
    MOST_LINES,
    Period,
    StatementRow,
    refuse,
    tidy,
)
from motcua.payments.enums import LineKind, StatementFault, StatementForm
from motcua.payments.models import StatementLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from motcua.payments.models import StatementFile

_EVERY = 5000
_SECONDS, _MEGABYTES = 180, 200
_CONTENT = StatementLine._meta.get_field("content")  # noqa: SLF001 - Django's public name
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": " "})


@dataclass(slots=True)
class Through:
    """A statement that was read to its end: how many lines, and the days that it covers."""

    lines: int = 0
    periods: list[Period] = field(default_factory=list)
    days: set[date] = field(default_factory=set)


def read_through(
    file: StatementFile,
    content: BinaryIO,
    into: BinaryIO,
    *,
    now: datetime,
    told: Callable[[int], None],
) -> Through:
    """Read the content of a statement and write its lines as PostgreSQL's COPY takes them.

    `told` hears now and then how many lines were read. Raises `StatementMalformed`, saying what is
    wrong and where.
    """
    through = Through()
    for one in _rows(file, content):
        if isinstance(one, Period):
            through.periods.append(one)
            continue
        through.lines += 1
        through.days.add(one.day)
        into.write(_copied(through.lines, one))
        if through.lines % _EVERY == 0:
            told(through.lines)
    told(through.lines)
    if not through.periods:
        days = through.days | {day for day in (file.since, file.until) if day}
        if not days:
            refuse(StatementFault.EMPTY, 1)
        through.periods = [Period(min(days), max(days))]
    _require_bounds(through.periods, now)
    return through


def _require_bounds(periods: list[Period], now: datetime) -> None:
    """Refuse a statement if no bank writes so many, or such days, into one.

    Each of them becomes a row, and a day that is covered lets the day's books be closed.
    """
    spans = [(period.until - period.since).days + 1 for period in periods]
    latest = max(period.until for period in periods)
    if min(spans) < 1 or sum(spans) > MOST_DAYS or latest > civil_date(now) + MOST_AHEAD:
        refuse(StatementFault.PERIOD, 1)


def _rows(file: StatementFile, content: BinaryIO) -> Iterator[StatementRow | Period]:
    account = file.account
    if file.form == StatementForm.CSV:
        return iter(read_csv(content, Columns.of(account.columns), account.number))
    return _sandboxed(content, account.number)


def _sandboxed(content: BinaryIO, account: str) -> Iterator[StatementRow | Period]:
    """Read XML in a process of its own, and take what that tells with suspicion."""
    lines = 0
    try:
        for told in told_of(
            "motcua.payments.base.worker.tell",
            content,
            options={"account": account},
            seconds=_SECONDS,
            megabytes=_MEGABYTES,
        ):
            if said := told.get("refused"):
                refuse(StatementFault(said["why"]), int(said["line"]), tidy(str(said["place"])))
            lines += 1
            if lines > MOST_LINES + MOST_DAYS:
                refuse(StatementFault.TOO_MANY, lines)
            yield _period(told["period"]) if "period" in told else _row(told["row"])
    except (ParsingFailed, KeyError, TypeError, ValueError):
        refuse(StatementFault.NOT_XML, lines + 1)


def _row(told: Mapping[str, Any]) -> StatementRow:
    """Take a line as the sandbox told it. Raises `ValueError` for one that no parser of ours told.

    Also `TypeError`, `KeyError`.
    """
    amount, number = told["amount"], told["number"]
    if type(amount) is not int or type(number) is not int or not 0 < abs(amount) < MOST_DONG:
        raise ValueError
    return StatementRow(
        number=number,
        day=date.fromisoformat(told["day"]),
        at=datetime.fromisoformat(told["at"]) if told["at"] else None,
        transaction=tidy(told["transaction"], LONGEST_NUMBER),
        reference=tidy(told["reference"], LONGEST_REFERENCE),
        original=tidy(told["original"], LONGEST_NUMBER),
        amount=amount,
        kind=LineKind(told["kind"]),
        content=tidy(told["content"], LONGEST_TEXT),
    )


def _period(told: Mapping[str, Any]) -> Period:
    balances = told["opening"], told["closing"]
    if any(type(one) is not int or abs(one) >= MOST_DONG for one in balances):
        raise ValueError
    since, until = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    return Period(since, until, *balances)


def _copied(place: int, row: StatementRow) -> bytes:
    """Write a line as COPY reads it; `statements._INCOMING` names the columns."""
    at = row.at.isoformat() if row.at else "\\N"
    texts = (row.transaction, row.reference, row.original, str(row.kind))
    cells = (
        *(str(place), str(row.number), f"\\\\x{_mark(row).hex()}", row.day.isoformat(), at),
        *(str(row.amount), *(text.translate(_ESCAPED) for text in texts)),
        f"\\\\x{_CONTENT.close(row.content).hex()}",
    )
    return ("\t".join(cells) + "\n").encode("utf-8", "replace")


def _mark(row: StatementRow) -> bytes:
    """Give what tells a line from others; alike ones are told apart by counting.

    A bank that books the same twice writes two lines alike; a file brought again has as many.
    """
    words = () if row.transaction else (row.reference, row.content, str(row.at or ""))
    text = "\0".join((row.day.isoformat(), row.transaction, str(row.amount), *words))
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
