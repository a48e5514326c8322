"""Statements as CSV: whatever delimiter, quotes, marks and dates a bank writes them with.

Read line by line, so that a long file takes no more memory than a short one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import yaml

from motcua.kernel.text import fold
from motcua.payments.base.statements import (
    LONGEST_NUMBER,
    LONGEST_REFERENCE,
    MOST_LINES,
    StatementRow,
    read_amount,
    read_moment,
    read_time,
    refuse,
    tidy,
)
from motcua.payments.enums import LineKind, StatementFault as Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

FIELDS = (
    *("day", "time", "amount", "credit", "debit", "direction", "transaction", "reference"),
    *("original", "content", "kind", "account", "currency"),
)
_DELIMITERS = ",;\t|"
_HEAD_LINES = 60
HEAD_BYTES = 256 * 1024
_FORMULA = "=+-@\t\r＝＋－＠"
_CREDIT = frozenset({"credit", "c", "cr", "co", "+", "ghi co", "den", "vao"})
_DEBIT = frozenset({"debit", "d", "dr", "no", "-", "ghi no", "di", "ra"})
_FEES = re.compile(r"(thu )?(phi|fee|charge)s?\b")
_ENDS = ("tong", "cong", "total", "so du cuoi", "closing")
_HEADINGS = Path(__file__).parents[1] / "data" / "headings.yaml"
csv.field_size_limit(128 * 1024)


@dataclass(frozen=True, slots=True)
class Columns:
    """Under which headings an account's files have what; what is not said here is looked up.

    `is_day_first`: `03/04/2026` is the third of April.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    is_day_first: bool = True

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Columns:
        """Read what an account keeps."""
        said = {name: str(data[name]) for name in FIELDS if data.get(name)}
        return cls(said, data.get("day_first", True) is not False)


def read_csv(stream: BinaryIO, columns: Columns, account: str) -> Iterator[StatementRow]:
    """Give the lines of a statement of an account; `stream` can be read again from its start.

    Raises `StatementMalformed`.
    """
    encoding = _encoding(stream)
    delimiter, skipped, places = _table(stream, encoding, columns)
    count = 0
    for number, cells in _cells(stream, encoding, delimiter, skipped):
        if not any(cell.strip() for cell in cells):
            continue
        if _is_end(cells, places):
            break
        count += 1
        if count > MOST_LINES:
            refuse(Fault.TOO_MANY, number)
        yield _line(number, _Cells(number, cells, places), columns, account)


def headings_of(stream: BinaryIO) -> list[str]:
    """Give the headings of a file as it writes them, for who says which is which."""
    encoding = _encoding(stream)
    rows = [row for mark in _DELIMITERS for _, row in _first(stream, encoding, mark)]
    known = {word for words in _known().values() for word in words}
    best = max(rows, key=lambda row: (_named(row, known), len(row)), default=[])
    return [tidy(cell, LONGEST_NUMBER) for cell in best if cell.strip()]


def _named(row: Sequence[str], known: Collection[str]) -> int:
    return sum(_plain(cell) in known for cell in row)


@dataclass(frozen=True, slots=True)
class _Cells:
    """A line by the names of its fields; a formula's guard is taken off."""

    number: int
    cells: Sequence[str]
    places: Mapping[str, int]

    def get(self, name: str, most: int = LONGEST_REFERENCE) -> str:
        place = self.places.get(name)
        if place is None:
            return ""
        if place >= len(self.cells):
            refuse(Fault.CELLS, self.number, name)
        text = self.cells[place]
        bare = text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text
        return tidy(bare, most)


def _line(number: int, cells: _Cells, columns: Columns, account: str) -> StatementRow:
    said = cells.get("account")
    if said and _number(said) != _number(account):
        refuse(Fault.ACCOUNT, number, "account")
    if cells.get("currency").upper() not in {"", "VND", "VNĐ", "704"}:
        refuse(Fault.CURRENCY, number, "currency")
    moment = read_moment(cells.get("day"), is_day_first=columns.is_day_first)
    if moment is None:
        refuse(Fault.DAY, number, "day")
    amount = _amount(cells)
    content = cells.get("content", 500)
    return StatementRow(
        number=number,
        day=moment[0],
        at=moment[1] or read_time(moment[0], cells.get("time")),
        transaction=cells.get("transaction", LONGEST_NUMBER),
        reference=cells.get("reference"),
        original=cells.get("original", LONGEST_NUMBER),
        amount=amount,
        kind=_kind(cells.get("kind"), content, amount),
        content=content,
    )


def _amount(cells: _Cells) -> int:
    """Give đồng with their sign: from two columns, or from one with a direction or a sign."""
    came, went = _one(cells, "credit"), _one(cells, "debit")
    if "credit" in cells.places and "debit" in cells.places:
        if bool(came) == bool(went):
            refuse(Fault.NO_AMOUNT, cells.number, "credit, debit")
        return abs(came) if came else -abs(went)
    amount = _one(cells, "amount")
    if not amount:
        refuse(Fault.NO_AMOUNT, cells.number, "amount")
    said = fold(cells.get("direction"))
    if "direction" not in cells.places or (not said and amount < 0):
        return amount
    if said in _CREDIT:
        return abs(amount)
    if said in _DEBIT:
        return -abs(amount)
    return refuse(Fault.DIRECTION, cells.number, "direction")


def _one(cells: _Cells, name: str) -> int:
    text = cells.get(name)
    if not text or text in {"-", "–"}:
        return 0
    found = read_amount(text)
    if found is None:
        refuse(Fault.AMOUNT, cells.number, name)
    return found


def _kind(said: str, content: str, amount: int) -> LineKind:
    word = fold(said)
    named = {"refund": LineKind.REFUND, "chargeback": LineKind.CHARGEBACK, "fee": LineKind.FEE}
    if word in named:
        return named[word]
    if amount > 0:
        return LineKind.PAYMENT
    return LineKind.FEE if _FEES.match(fold(content)) else LineKind.OTHER


def _encoding(stream: BinaryIO) -> str:
    """Tell UTF-8, UTF-16 by its mark, or the old Vietnamese code page, reading the file once."""
    stream.seek(0)
    head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := stream.read(256 * 1024):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8-sig"


def _cells(
    stream: BinaryIO, encoding: str, delimiter: str, skipped: int
) -> Iterator[tuple[int, list[str]]]:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for row in reader:
            if reader.line_num > skipped:
                yield reader.line_num, row
    except UnicodeError:
        refuse(Fault.ENCODING, reader.line_num + 1)
    except csv.Error:
        refuse(Fault.LONG, reader.line_num + 1)
    finally:
        text.detach()


def _first(stream: BinaryIO, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    stream.seek(0)
    head = io.BytesIO(stream.read(HEAD_BYTES))
    if head.getbuffer().nbytes == HEAD_BYTES:
        head = io.BytesIO(head.getvalue().rpartition(b"\n")[0])
    return list(islice(_cells(head, encoding, delimiter, 0), _HEAD_LINES))


def _table(stream: BinaryIO, encoding: str, columns: Columns) -> tuple[str, int, dict[str, int]]:
    """Find the headings: the delimiter, the line they stand on, and which column is what."""
    lacking = "day"
    for delimiter in _DELIMITERS:
        for number, row in _first(stream, encoding, delimiter):
            places = _places([_plain(cell) for cell in row], columns)
            if lack := _lacks(places, columns):
                lacking = lack if len(places) > 1 else lacking
            else:
                return delimiter, number, places
    return refuse(Fault.HEADINGS, 1, columns.headings.get(lacking, lacking))


def _places(heads: Sequence[str], columns: Columns) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in FIELDS:
        said = columns.headings.get(name)
        words = (_plain(said),) if said else _known().get(name, ())
        for word in words:
            if word in heads and heads.index(word) not in found.values():
                found[name] = heads.index(word)
                break
    return found


def _lacks(places: Mapping[str, int], columns: Columns) -> str:
    """Name a field without which nothing can be read; empty where none is missing."""
    missing = [name for name in columns.headings if name not in places]
    if missing or "day" not in places:
        return missing[0] if missing else "day"
    has_money = "amount" in places or {"credit", "debit"} <= set(places)
    return "" if has_money else "amount"


def _is_end(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    """Say whether a line is a sum below the table: no day, and words that say so."""
    place = places["day"]
    day = cells[place] if place < len(cells) else ""
    first = next((cell for cell in cells if cell.strip()), "")
    return read_moment(day) is None and fold(first).startswith(_ENDS)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    data = yaml.safe_load(_HEADINGS.read_text())
    return {name: tuple(words) for name, words in data.items()}


def _plain(heading: str) -> str:
    return fold(tidy(heading, LONGEST_NUMBER)).strip(" :.*")


def _number(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).lstrip("0")
