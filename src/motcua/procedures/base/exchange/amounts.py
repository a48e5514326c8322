"""What a fee comes to by a way of filing, for shapes that have no room for how it is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from motcua.procedures.base.packs import Fee

# An amount, and the quantity it goes up to where the fee has brackets.
Amount = tuple[int | None, int | None]


def amounts_of(fee: Fee, channel: Channel, day: date) -> Iterator[Amount]:
    """Yield the amount of a fee, or that of each bracket; less online where that is so.

    The amount is None where only the province knows it.
    """
    percent = _still_due(fee, channel, day)
    rows: list[Amount] = [(row.amount, row.up_to) for row in fee.brackets] or [(fee.amount, None)]
    for amount, up_to in rows:
        yield None if amount is None else amount * percent // 100, up_to


def _still_due(fee: Fee, channel: Channel, day: date) -> int:
    if channel is not Channel.ONLINE:
        return 100
    return next((row.percent for row in fee.reductions if row.holds_on(day)), 100)
