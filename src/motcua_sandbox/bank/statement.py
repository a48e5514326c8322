"""The statement of a day: as a CSV file, and as ISO 20022 camt.053."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from motcua_sandbox import clock
from motcua_sandbox.bank import slips
from motcua_sandbox.bank.books import CURRENCY

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from motcua_sandbox.bank.merchants import Merchant
    from motcua_sandbox.store import Store

    Row = sqlite3.Row | Mapping[str, Any]

COLUMNS = (
    *("transaction", "booked_at", "merchant", "kind", "bank", "account", "direction"),
    *("amount", "currency", "content", "reference", "original"),
)
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_INTO = "kind IN ('payment', 'transfer')"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{space}"><BkToCstmrStmt>
<GrpHdr><MsgId>{id}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>
<Stmt><Id>{id}</Id><CreDtTm>{made}</CreDtTm>
<FrToDt><FrDtTm>{day}T00:00:00+07:00</FrDtTm><ToDtTm>{day}T23:59:59+07:00</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>{currency}</Ccy><Nm>{name}</Nm></Acct>
"""
_BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>\
<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
"""
_ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>\
<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>{at}</DtTm></BookgDt><AcctSvcrRef>{id}</AcctSvcrRef>\
<BkTxCd><Prtry><Cd>{kind}</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs>{refs}</Refs>\
<RmtInf><Ustrd>{content}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""
_TAIL = "</Stmt></BkToCstmrStmt></Document>\n"


def statement(store: Store, day: str, merchant: str) -> bytes:
    """Write the bookings of a civil day (`YYYY-MM-DD`), of one merchant or (empty) of all, as CSV.

    Days and moments are the made-up world's, where there is one. Raises ValueError when `day` is no
    date.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(row) for row in _rows(store, day, merchant))
    return text.getvalue().encode()


def camt(store: Store, day: str, merchant: Merchant) -> bytes:
    """Write the bookings of a merchant's civil day (`YYYY-MM-DD`) as camt.053.001.08.

    Opening and closing balance are of the merchant's first account, where all its money lies.
    Raises ValueError when `day` is no date.
    """
    rows = list(_rows(store, day, merchant.code))
    opening = _balance_before(store, day, merchant.code)
    closing = opening + sum(_signed(row) for row in rows)
    account = merchant.accounts[0] if merchant.accounts else None
    head = _HEAD.format(
        space=NAMESPACE,
        id=f"{escape(merchant.code)}-{day}",
        made=clock.iso(clock.shown_at(clock.now())),
        day=day,
        account=account.number if account else escape(merchant.code),
        currency=CURRENCY,
        name=escape((account.name if account else "") or merchant.name),
    )
    parts = [head, _balance("OPBD", opening, day), _balance("CLBD", closing, day)]
    return "".join([*parts, *(_entry(row) for row in rows), _TAIL]).encode()


def direction(kind: str) -> str:
    """Say how a booking moves the merchant's money: `credit` or `debit`."""
    return "credit" if kind in {"payment", "transfer"} else "debit"


def _rows(store: Store, day: str, merchant: str) -> Iterable[Row]:
    yield from _booked(store, day, merchant)
    # What an acquirer keeps of a day's slips it takes at the end of it, at once.
    yield from slips.fees(store, day, merchant)


def _booked(store: Store, day: str, merchant: str) -> Iterable[Row]:
    for first, after in clock.shown_bounds(day):
        yield from store.rows(
            "SELECT * FROM bookings WHERE at >= ? AND at < ? AND ? IN ('', merchant) ORDER BY seq",
            first,
            after,
            merchant,
        )


def _balance_before(store: Store, day: str, merchant: str) -> int:
    starts = [first for first, _after in clock.shown_bounds(day)]
    sql = f"""SELECT coalesce(sum(CASE WHEN {_INTO} THEN amount ELSE -amount END), 0) AS total
      FROM bookings WHERE at < ? AND merchant = ?"""  # noqa: S608 - no text of anybody's in it
    start = min(starts, default=0.0)
    row = store.row(sql, start, merchant)
    return (int(row["total"]) if row else 0) - slips.fees_before(store, start, merchant)


def _signed(row: Row) -> int:
    return int(row["amount"]) if direction(row["kind"]) == "credit" else -int(row["amount"])


def _balance(code: str, amount: int, day: str) -> str:
    way = "CRDT" if amount >= 0 else "DBIT"
    return _BALANCE.format(code=code, currency=CURRENCY, amount=abs(amount), way=way, day=day)


def _entry(row: Row) -> str:
    refs = f"<EndToEndId>{escape(row['reference'])}</EndToEndId>" if row["reference"] else ""
    if row["original"]:
        refs += f"<Prtry><Tp>ORIGINAL</Tp><Ref>{escape(row['original'])}</Ref></Prtry>"
    return _ENTRY.format(
        currency=CURRENCY,
        amount=row["amount"],
        way="CRDT" if direction(row["kind"]) == "credit" else "DBIT",
        at=clock.iso(clock.shown_at(row["at"])),
        id=row["id"],
        kind=row["kind"],
        refs=refs,
        content=escape(row["content"]),
    )


def _line(row: Row) -> list[str]:
    values = (
        *(row["id"], clock.iso(clock.shown_at(row["at"])), row["merchant"], row["kind"]),
        *(row["bank"], row["account"], direction(row["kind"]), str(row["amount"]), CURRENCY),
        *(row["content"], row["reference"], row["original"]),
    )
    return [f"'{value}" if value.startswith(_FORMULA) else value for value in values]
