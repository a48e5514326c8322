"""What an administrator says of a flagged place, put into the pack: a time, an amount, a number.

Of everything else he can only say that the source has said it: the text stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.loading import content_of, pack_from
from motcua.procedures.base.national.cases import Loose, plain
from motcua.procedures.base.national.drafting import draft_of, one_line
from motcua.procedures.base.national.flags import FlagKind
from motcua.procedures.base.national.laws import numbered, title_of
from motcua.procedures.base.national.ways import CHANNELS
from motcua.procedures.base.times import time_in_words
from motcua.procedures.enums import Channel, LimitUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from motcua.procedures.base.loading import Content
    from motcua.procedures.base.national.records import Record
    from motcua.procedures.base.packs import Pack

_EARLY = "2000-01-01"


class Asks(StrEnum):
    """What an administrator can say of a flag, beside that the source has said it."""

    LIMIT = "limit"
    FEE = "fee"
    LAW = "law"
    NEED = "need"
    CASES = "cases"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Place:
    """What one answer settles: a way of filing, a law, a paper, a record's cases; by `subject`."""

    asks: Asks
    subject: str


def asks_of(kind: str) -> Asks:
    """Say what can be answered to a kind of flag."""
    if kind.startswith("limit."):
        return Asks.LIMIT
    if kind.startswith("fee."):
        return Asks.FEE
    if kind in {FlagKind.LAW_NUMBER_MISSING, FlagKind.LAW_NUMBER_UNCLEAR}:
        return Asks.LAW
    if kind == FlagKind.CASE_UNNAMED:
        return Asks.CASES
    return Asks.NEED if kind == FlagKind.PAPER_MAY_DEPEND else Asks.NOTHING


def place_of(record: Record, kind: str, path: str) -> Place:
    """Say what an answer to a flag settles; flags of one way's limit are answered together."""
    asks, parts = asks_of(kind), path.split(".")
    if asks in {Asks.LIMIT, Asks.FEE}:
        return Place(asks, str(CHANNELS[record.CACHTHUCTHUCHIEN[int(parts[1])].KENH]))
    if asks is Asks.NEED:
        return Place(
            asks, plain(record.THANHPHANHOSO[int(parts[1])].GIAYTO[int(parts[3])].TENGIAYTO)
        )
    return Place(asks, "" if asks is Asks.CASES else path)


def settled_pack(record: Record, pack: Pack, flags: Iterable[Mapping[str, Any]]) -> Pack:
    """Give a pack with what was said of its flags put in; raise `PackInvalid` where it cannot be.

    `flags` are as they are kept; without `settled`, or a value in it, they change nothing.
    """
    said = [(flag, value) for flag in flags if (value := (flag.get("settled") or {}).get("value"))]
    content = content_of(_with_cases(record, pack, said))
    for flag, value in said:
        place = place_of(record, flag["kind"], flag["path"])
        _PUT[place.asks](content, record, place.subject, value)
    return pack_from(content, where=pack.code)


def _with_cases(record: Record, pack: Pack, said: Iterable[tuple[Mapping[str, Any], Any]]) -> Pack:
    """Give the pack with loose papers where they were said to belong; it comes first."""
    for flag, value in said:
        if flag["kind"] == FlagKind.CASE_UNNAMED:
            return draft_of(record, Loose(value["cases"])).pack
    return pack


def _limit(content: Content, record: Record, channel: str, value: Mapping[str, Any]) -> None:
    row = {
        "valid_from": _EARLY,
        "amount": value["amount"],
        "unit": value["unit"],
        "words": time_in_words(value["amount"], LimitUnit(value["unit"])),
        "basis": _basis(record),
    }
    for way in content["channels"]:
        if way["channel"] == channel:
            way |= {"limits": [row], "limit_unclear": False}


def _fee(content: Content, record: Record, channel: str, value: Mapping[str, Any]) -> None:
    row = {
        "valid_from": _EARLY,
        "code": "phi-1",
        "name": {"vi": "Phí, lệ phí", "en": "Fee"},
        "amount": value["fee"],
        "due": "at-filing",
        "basis": _basis(record),
    }
    for way in content["channels"]:
        if way["channel"] == channel:
            way |= {"fees": [row] if value["fee"] else [], "fees_unclear": False}


def _law(content: Content, record: Record, path: str, value: Mapping[str, Any]) -> None:
    title = one_line(title_of(record.CANCUPHAPLY[int(path.rpartition(".")[2])]))
    law = numbered(value["number"], title)
    for row in content["legal_bases"]:
        if not row["number"] and row["title"]["vi"] == title:
            row |= {"number": law.number, "kind": law.kind or None, "year": law.year or None}


def _need(content: Content, _record: Record, name: str, value: Mapping[str, Any]) -> None:
    line = one_line(name)
    for variant in content["variants"]:
        for paper in variant["papers"]:
            said = paper.get("help", paper["name"])["vi"]
            if said == line:
                paper["needed"] = value["needed"]


def _nothing(_content: Content, _record: Record, _subject: str, _value: Mapping[str, Any]) -> None:
    """Change nothing: the text stays what it is, or is drafted with what was said."""


_PUT = {
    Asks.LIMIT: _limit,
    Asks.FEE: _fee,
    Asks.LAW: _law,
    Asks.NEED: _need,
    Asks.CASES: _nothing,
    Asks.NOTHING: _nothing,
}


def _basis(record: Record) -> str:
    return " ".join(record.QUYETDINH.split()) or "Danh mục quốc gia"


def unclear_limits(pack: Pack) -> tuple[Channel, ...]:
    """Give the ways of filing whose time limit is still to be said."""
    return tuple(Channel(way.channel) for way in pack.channels if way.limit_unclear)


def settlers(flags: Iterable[Mapping[str, Any]]) -> set[int]:
    """Give the numbers of who said what holds at flags; the node itself has none."""
    said = (flag["settled"]["by"] for flag in flags if flag.get("settled"))
    return {by for by in said if by is not None}
