"""What the sandbox does with statements in XML; imported by its process only, never by a page."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings

from motcua.payments.base.camt import ENCODINGS, read_camt
from motcua.payments.base.statements import Period, StatementRow
from motcua.payments.errors import StatementMalformed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

if not settings.configured:
    # What is refused is named by its code; nobody reads words here.
    settings.configure(USE_I18N=False)
for _encoding in ENCODINGS:
    # Looked up now: later no file can be opened by who is nobody.
    codecs.lookup(_encoding)


def tell(source: BinaryIO, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Tell the lines and the days of a camt.053 file of an account, or what in it is wrong."""
    try:
        for one in read_camt(source, options["account"]):
            yield _period(one) if isinstance(one, Period) else _row(one)
    except StatementMalformed as error:
        yield {"refused": dict(error.details)}


def _row(row: StatementRow) -> dict[str, Any]:
    moment = row.at.isoformat() if row.at else None
    names = ("number", "transaction", "reference", "original", "amount", "content")
    told = {name: getattr(row, name) for name in names}
    return {"row": {**told, "day": _day(row.day), "at": moment, "kind": str(row.kind)}}


def _period(one: Period) -> dict[str, Any]:
    balances = {"opening": one.opening, "closing": one.closing}
    return {"period": {"since": _day(one.since), "until": _day(one.until), **balances}}


def _day(day: date) -> str:
    return day.isoformat()
