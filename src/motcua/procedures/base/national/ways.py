"""Ways of filing of a record, each channel once, with its time limit and fees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.national.fees import UnderstoodFee, fees_of
from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.base.national.limits import Amount, as_said, limit_of
from motcua.procedures.base.national.records import TimeRow
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from motcua.procedures.base.national.records import FeeRow, Record

CHANNELS: Mapping[str, Channel] = {
    "ONLINE": Channel.ONLINE,
    "DIRECT": Channel.COUNTER,
    "POSTAL": Channel.POST,
}
Placed = tuple[str, "TimeRow"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of filing: its limit where one is clear, its fees where all of them are.

    `said` is what the record says of it in words.
    """

    channel: Channel
    limit: Amount | None
    fees: tuple[UnderstoodFee, ...] | None
    said: tuple[str, ...]


def ways_of(record: Record) -> tuple[list[Way], list[Flag]]:
    """Read the ways of filing of a record."""
    flags: list[Flag] = []
    times: dict[Channel, list[Placed]] = {}
    for number, row in enumerate(record.CACHTHUCTHUCHIEN):
        path = f"CACHTHUCTHUCHIEN.{number}"
        channel = CHANNELS.get(row.KENH)
        if channel is None:
            flags.append(Flag(FlagKind.CHANNEL_UNKNOWN, f"{path}.KENH", row.KENH))
            continue
        rows = times.setdefault(channel, [])
        said = row.THOIGIAN or (TimeRow(),)
        rows += [(f"{path}.THOIGIAN.{place}", time) for place, time in enumerate(said)]
    if not times:
        flags.append(Flag(FlagKind.CHANNELS_MISSING, "CACHTHUCTHUCHIEN"))
        # The counter takes everything; how long and for how much is still to be said.
        times[Channel.COUNTER] = []
    ways = []
    for channel, rows in times.items():
        way, doubts = _way(channel, rows)
        ways.append(way)
        flags += doubts
    return ways, flags


def _way(channel: Channel, rows: Sequence[Placed]) -> tuple[Way, list[Flag]]:
    limits, flags = _limits(rows)
    fees, doubts = _fees(rows)
    said = [row.MOTA for _path, row in rows]
    if limits is None:
        said += [as_said(row) for _path, row in rows if not row.MOTA]
    if fees is None:
        said += [_fee_said(fee) for _path, row in rows for fee in row.PHILEPHI]
    return Way(channel, limits, fees, tuple(dict.fromkeys(filter(None, said)))), [*flags, *doubts]


def _fee_said(fee: FeeRow) -> str:
    """Give what a record says of a fee that could not be told for sure."""
    amount = f"{fee.SOTIEN} {fee.DONVI}".strip()
    if not fee.MOTA or amount in {"", "0", "0 VNĐ"} or amount in fee.MOTA:
        return fee.MOTA or amount
    return f"{amount}: {fee.MOTA}"


def _limits(rows: Sequence[Placed]) -> tuple[Amount | None, list[Flag]]:
    read = [limit_of(path, row) for path, row in rows]
    flags = [flag for _limit, flag in read if flag]
    different = {limit for limit, _flag in read}
    if len(different) > 1:
        said = " · ".join(as_said(row) for _path, row in rows)
        return None, [*flags, Flag(FlagKind.LIMITS_SEVERAL, rows[0][0], said)]
    return next(iter(different), None), flags


def _fees(rows: Sequence[Placed]) -> tuple[tuple[UnderstoodFee, ...] | None, list[Flag]]:
    read = [fees_of(path, row.PHILEPHI) for path, row in rows]
    flags = [flag for _fees, doubts in read for flag in doubts]
    different = {fees for fees, _doubts in read}
    if len(different) > 1:
        return None, [*flags, Flag(FlagKind.FEES_SEVERAL, rows[0][0])]
    return next(iter(different), None), flags
