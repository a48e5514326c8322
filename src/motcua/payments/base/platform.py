"""Records of payments as the national payment platform writes them, and their codes by day."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from motcua.payments.errors import RecordMalformed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_FILE = Path(__file__).parents[1] / "data" / "platform.yaml"
_FIELDS = {
    "reference": "MaThamChieu",
    "amount": "SoTien",
    "kind": "LoaiHinhThanhToan",
    "channel": "MaKenhThanhToan",
    "partner": "MaDoiTac",
    "error": "MaLoi",
    "transaction": "MaGiaoDich",
    "bank": "MaNganHang",
}
_TEXT = re.compile(r"[ -~]{0,100}")
_MOST_DONG = 10**12


@dataclass(frozen=True, slots=True)
class Record:
    """One fee line of one payment, refund or chargeback.

    `reference` is the same whenever the same money of the same line is written: whoever reads a
    record twice has it once. `amount` is in đồng and always positive, `kind` says which way.
    """

    reference: str
    amount: int
    kind: str
    channel: str
    partner: str
    error: str
    transaction: str
    bank: str

    def as_json(self) -> dict[str, str | int]:
        """Give it under the platform's names."""
        return {name: getattr(self, field) for field, name in _FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes in force on a day; `confirmed` once somebody has read them in a text."""

    kinds: Mapping[str, str]
    channels: Mapping[str, str]
    errors: Mapping[str, str]
    confirmed: bool


def codes_on(day: date) -> Codes:
    """Give the codes of a day. Raises `RecordMalformed` for a day that has none."""
    for row in _rows():
        if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]):
            return Codes(row["kinds"], row["channels"], row["errors"], row["confirmed"])
    raise RecordMalformed(name="day")


def write_records(records: Iterable[Record]) -> str:
    """Write records as JSON, each once."""
    once = {record.reference: record for record in records}
    return json.dumps([record.as_json() for record in once.values()], ensure_ascii=False, indent=1)


def read_records(text: str) -> list[Record]:
    """Read records as `write_records` wrote them, each reference once.

    Raises `RecordMalformed` for anything else, and for one reference with two contents.
    """
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordMalformed(name="json") from None
    if not isinstance(rows, list):
        raise RecordMalformed(name="json")
    found: dict[str, Record] = {}
    for row in rows:
        record = _read(row)
        if found.setdefault(record.reference, record) != record:
            raise RecordMalformed(name=_FIELDS["reference"])
    return list(found.values())


def _read(row: Any) -> Record:
    if not isinstance(row, dict) or set(row) != set(_FIELDS.values()):
        raise RecordMalformed(name="fields")
    for field, name in _FIELDS.items():
        value = row[name]
        if field == "amount":
            is_right = type(value) is int and 0 < value < _MOST_DONG
        else:
            is_right = isinstance(value, str) and _TEXT.fullmatch(value) is not None
        if not is_right:
            raise RecordMalformed(name=name)
    return Record(**{field: row[name] for field, name in _FIELDS.items()})


@cache
def _rows() -> list[dict[str, Any]]:
    return list(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
