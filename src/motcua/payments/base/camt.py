"""Statements as ISO 20022 camt.053, read as a stream: no entities, bounded depth and lengths.

Source: ISO 20022, BankToCustomerStatement, camt.053.001.02 and camt.053.001.08. `CdtDbtInd` says
which way money went; `RvslInd` only says that it undoes something. An entry may be a batch with a
`TxDtls` for each transaction; their sum is the entry's amount.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from motcua.payments.base.statements import (
    LONGEST_NUMBER,
    LONGEST_REFERENCE,
    MOST_DONG,
    MOST_LINES,
    Period,
    StatementRow,
    read_moment,
    refuse,
    tidy,
)
from motcua.payments.enums import LineKind, StatementFault as Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from typing import NoReturn

NAMESPACES = tuple(f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{one}" for one in ("02", "08"))
_CHUNK = 64 * 1024
_DEEPEST, _LONGEST, _MOST_NAMES = 32, 4000, 1000
# What is read of a statement, and within what it stands; elsewhere such a name means nothing.
_WITHIN = {"Stmt": "", "Bal": "Stmt", "Ntry": "Stmt", "TxDtls": "Ntry"}
ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252", "windows-1258"})
"""What a bank may write XML in."""
_AMOUNT = re.compile(r"(\d{1,18})(?:\.0{1,5})?")
_FEES = frozenset({"CHRG", "FEES", "COMM"})
_RETURNS = frozenset({"RRTN", "RPCR", "UPCT", "UPDD"})
_WORDS = {"refund": LineKind.REFUND, "chargeback": LineKind.CHARGEBACK, "fee": LineKind.FEE}
_MANY = frozenset({"RmtInf/Ustrd"})
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt(stream: BinaryIO, account: str) -> Iterator[StatementRow | Period]:
    """Give the lines of an account's statements, and after those of each the days it covers.

    Raises `StatementMalformed`, also where opening balance and lines do not come to the closing.
    """
    reader = _Reader(account)
    while part := stream.read(_CHUNK):
        reader.feed(part)
        yield from reader.taken()
    reader.feed(b"", is_last=True)
    yield from reader.taken()
    if not reader.statements:
        refuse(Fault.NOT_CAMT, 1)


@dataclass(slots=True)
class _Scope:
    """What was said so far inside one element, by its path below that."""

    depth: int
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Entry:
    """The transactions of an entry so far; a single one is held back until it is known to be so."""

    sum: int = 0
    count: int = 0
    held: StatementRow | None = None


@dataclass(slots=True)
class _Statement:
    """The balances and the days of a statement so far."""

    sum: int = 0
    opening: int | None = None
    closing: int | None = None
    days: set[date] = field(default_factory=set)
    is_ours: bool = False


class _Reader:
    """Takes bytes in, gives lines out."""

    def __init__(self, account: str) -> None:
        self.statements = 0
        self._account = _bare(account)
        self._path: list[str] = []
        self._names: dict[str, str] = {}
        self._foreign = 0
        self._text: list[str] = []
        self._length = 0
        self._scopes: list[_Scope] = []
        self._entry, self._statement = _Entry(), _Statement()
        self._entries = self._lines = 0
        self._ready: deque[StatementRow | Period] = deque()
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declared

    def feed(self, part: bytes, *, is_last: bool = False) -> None:
        """Read some more."""
        try:
            self._parser.Parse(part, is_last)
        except expat.ExpatError as error:
            refuse(Fault.NOT_XML, error.lineno)

    def taken(self) -> Iterator[StatementRow | Period]:
        """Give what is ready."""
        while self._ready:
            yield self._ready.popleft()

    def _doctype(self, *_: object) -> None:
        refuse(Fault.ENTITIES, self._parser.CurrentLineNumber)

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        """Refuse an encoding that no bank writes: the parser would ask Python for any codec."""
        if encoding is not None and encoding.lower() not in ENCODINGS:
            refuse(Fault.ENCODING, self._parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names.get(name) or self._named(name)
        path = self._path
        path.append(local)
        if len(path) > _DEEPEST:
            self._refuse(Fault.LONG)
        self._text, self._length = [], 0
        # What a bank adds in a language of its own is nobody's entry, whatever it is called.
        self._foreign += local == "?"
        if local in _WITHIN and not self._foreign and _WITHIN[local] == self._inside():
            self._scopes.append(_Scope(len(path)))
            self._opened(local)
        elif attributes and self._scopes and "Ccy" in attributes:
            self._note(attributes["Ccy"], "@Ccy")

    def _named(self, name: str) -> str:
        """Give what an element is called in the language of statements, and remember it."""
        space, _, local = name.rpartition(" ")
        if not self._path and (local != "Document" or space not in NAMESPACES):
            refuse(Fault.NOT_CAMT, self._parser.CurrentLineNumber, local)
        known = local if space in NAMESPACES else "?"
        if len(self._names) < _MOST_NAMES:
            self._names[name] = known
        return known

    def _inside(self) -> str:
        """Name the innermost part of a statement that is open; empty outside of any."""
        return self._path[self._scopes[-1].depth - 1] if self._scopes else ""

    def _opened(self, name: str) -> None:
        if name == "Stmt":
            self._statement = _Statement()
        elif name == "Ntry":
            self._entry = _Entry()
            self._entries += 1

    def _said(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            self._refuse(Fault.LONG)
        self._text.append(text)

    def _end(self, _name: str) -> None:
        path = self._path
        scope = self._scopes[-1] if self._scopes else None
        if scope is not None and len(path) == scope.depth:
            self._closed(path[-1])
            self._scopes.pop()
        elif scope is not None and self._text and (text := "".join(self._text).strip()):
            self._note(text)
        if path[-1] == "Acct" and path[-2:] == ["Stmt", "Acct"]:
            self._check_account()
        self._foreign -= path.pop() == "?"
        self._text, self._length = [], 0

    def _note(self, text: str, suffix: str = "") -> None:
        scope = self._scopes[-1]
        place = "/".join(self._path[scope.depth :]) + suffix
        if place in scope.said and place in _MANY:
            text = f"{scope.said[place]} {text}"[:_LONGEST]
            scope.said[place] = text
        scope.said.setdefault(place, text)

    def _closed(self, name: str) -> None:
        said = self._scopes[-1].said
        if name == "Bal":
            self._balance(said)
        elif name == "TxDtls" and self._is_booked():
            self._detail(said)
        elif name == "Ntry" and self._is_booked():
            self._end_entry(said)
        elif name == "Stmt":
            self._end_statement(said)

    def _balance(self, said: dict[str, str]) -> None:
        kind, amount = said.get("Tp/CdOrPrtry/Cd", ""), self._signed(said)
        day = said.get("Dt/Dt") or said.get("Dt/DtTm", "")
        if kind == "OPBD" or (kind in _OPENING and self._statement.opening is None):
            self._statement.opening = amount
        elif kind in _CLOSING:
            self._statement.closing = amount
        if kind in {"OPBD", "CLBD"}:
            self._statement.days.add(self._day(day))

    def _detail(self, said: dict[str, str]) -> None:
        """Take a transaction of an entry."""
        entry, above = self._entry, self._scopes[-2].said
        path = "Amt" if "Amt" in said else "AmtDtls/TxAmt/Amt"
        amount = self._signed({**above, **said}, path) if path in said else None
        if amount is None and entry.count:
            self._refuse(Fault.MISSING, "AmtDtls/TxAmt")
        amount = self._signed(above) if amount is None else amount
        row = self._row(said, above, amount)
        entry.sum, entry.count = entry.sum + amount, entry.count + 1
        if entry.count == 1:
            entry.held = row
            return
        if entry.held is not None:
            self._give(entry.held)
            entry.held = None
        self._give(row)

    def _end_entry(self, said: dict[str, str]) -> None:
        entry, amount = self._entry, self._signed(said)
        self._statement.sum += amount
        if entry.count > 1 or (entry.count and entry.sum != amount):
            if entry.sum != amount:
                self._refuse(Fault.BATCH)
            return
        only = entry.held
        row = self._row(said, said, amount)
        self._give(row if only is None else _filled(only, row))

    def _end_statement(self, said: dict[str, str]) -> None:
        held = self._statement
        if not held.is_ours:
            self._refuse(Fault.MISSING, "Acct/Id")
        if held.opening is None or held.closing is None:
            self._refuse(Fault.MISSING, "Bal")
        if held.opening + held.sum != held.closing:
            self._refuse(Fault.BALANCE, "Bal")
        since, until = self._bounds(said)
        self._ready.append(Period(since, until, held.opening, held.closing))
        self.statements += 1

    def _bounds(self, said: dict[str, str]) -> tuple[date, date]:
        """Give the days covered: as said, or those of balances and entries."""
        days = self._statement.days
        first = read_moment(said.get("FrToDt/FrDtTm", ""))
        last = read_moment(said.get("FrToDt/ToDtTm", ""))
        if first is None or last is None:
            if not days:
                self._refuse(Fault.MISSING, "FrToDt")
            return min(days), max(days)
        until = last[0]
        is_midnight = last[1] is not None and last[1].time().isoformat() == "00:00:00"
        if is_midnight and until > first[0]:
            until = until.fromordinal(until.toordinal() - 1)
        return first[0], until

    def _row(self, said: dict[str, str], above: dict[str, str], amount: int) -> StatementRow:
        moment = self._moment(above)
        number = said.get("Refs/AcctSvcrRef") or said.get("Refs/TxId") or said.get("AcctSvcrRef")
        reference = said.get("Refs/EndToEndId", "")
        content = said.get("RmtInf/Ustrd") or said.get("AddtlTxInf") or said.get("AddtlNtryInf")
        return StatementRow(
            number=self._entries,
            day=moment[0],
            at=moment[1],
            transaction=tidy(number or "", LONGEST_NUMBER),
            reference="" if reference == "NOTPROVIDED" else tidy(reference, LONGEST_REFERENCE),
            original=tidy(said.get("Refs/Prtry/Ref", ""), LONGEST_NUMBER),
            amount=amount,
            kind=_kind(said, above, amount),
            content=tidy(content or ""),
        )

    def _give(self, row: StatementRow) -> None:
        self._lines += 1
        if self._lines > MOST_LINES:
            self._refuse(Fault.TOO_MANY)
        if row.amount:
            self._statement.days.add(row.day)
            self._ready.append(row)

    def _signed(self, said: dict[str, str], path: str = "Amt") -> int:
        found = _AMOUNT.fullmatch(said.get(path, ""))
        if found is None or int(found[1]) >= MOST_DONG:
            self._refuse(Fault.AMOUNT, path)
        if said.get(f"{path}@Ccy") != "VND":
            self._refuse(Fault.CURRENCY, path)
        way = said.get("CdtDbtInd")
        if way not in {"CRDT", "DBIT"}:
            self._refuse(Fault.DIRECTION, "CdtDbtInd")
        return int(found[1]) if way == "CRDT" else -int(found[1])

    def _moment(self, said: dict[str, str]) -> tuple[date, datetime | None]:
        names = ("BookgDt/DtTm", "BookgDt/Dt", "ValDt/Dt", "ValDt/DtTm")
        text = next((said[name] for name in names if name in said), "")
        moment = read_moment(text)
        if moment is None:
            self._refuse(Fault.DAY, "BookgDt")
        return moment

    def _day(self, text: str) -> date:
        moment = read_moment(text)
        if moment is None:
            self._refuse(Fault.DAY, "Bal/Dt")
        return moment[0]

    def _is_booked(self) -> bool:
        """Say whether the entry at hand is booked, not merely announced."""
        entry = next(one for one in reversed(self._scopes) if self._path[one.depth - 1] == "Ntry")
        return "BOOK" in {entry.said.get("Sts"), entry.said.get("Sts/Cd")}

    def _check_account(self) -> None:
        said = self._scopes[-1].said
        number = said.get("Acct/Id/IBAN") or said.get("Acct/Id/Othr/Id", "")
        if _bare(number) != self._account:
            self._refuse(Fault.ACCOUNT, "Acct/Id")
        if said.get("Acct/Ccy", "VND") != "VND":
            self._refuse(Fault.CURRENCY, "Acct/Ccy")
        self._statement.is_ours = True

    def _refuse(self, why: Fault, place: str = "") -> NoReturn:
        entry = f"Ntry[{self._entries}]/" if "Ntry" in self._path else ""
        refuse(why, self._parser.CurrentLineNumber, f"{entry}{place or self._path[-1]}")


def _kind(said: dict[str, str], above: dict[str, str], amount: int) -> LineKind:
    if above.get("RvslInd", "").lower() in {"true", "1"}:
        return LineKind.REVERSAL
    word = said.get("BkTxCd/Prtry/Cd") or above.get("BkTxCd/Prtry/Cd", "")
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    family = "BkTxCd/Domn/Fmly/SubFmlyCd"
    code = said.get(family) or above.get(family, "")
    if code in _FEES and amount < 0:
        return LineKind.FEE
    if amount > 0:
        return LineKind.PAYMENT
    return LineKind.REFUND if code in _RETURNS else LineKind.OTHER


def _filled(row: StatementRow, entry: StatementRow) -> StatementRow:
    """Give an entry's only transaction, with what only the entry says."""
    return replace(
        row,
        transaction=row.transaction or entry.transaction,
        content=row.content or entry.content,
    )


def _bare(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum()).upper()
