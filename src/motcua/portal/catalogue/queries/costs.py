"""What a procedure costs and how long it takes, in words, before anything is known of the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.fees import amount_of
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from motcua.procedures.base.fees import FeeOverride
    from motcua.procedures.base.packs import ChannelSpec, Exemption, Fee, Pack


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee as the table shows it, with the ways of filing it is due for.

    No amount where the source says something that could not be told for sure, or where the
    province sets it and has not yet (`by_province`).
    """

    name: str
    amount: int | None
    per: str
    is_confirmed: bool
    basis: str
    exemptions: tuple[str, ...]
    ways: str = ""
    by_province: bool = False
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What filing costs in a few words, and whether every amount in it is settled."""

    words: str
    is_confirmed: bool


def cost_of(
    ways: Sequence[ChannelSpec], day: date, language: str, overrides: Sequence[FeeOverride] = ()
) -> Cost:
    """Say what filing online costs; extras one may order, such as copies, are left out."""
    way = _online(ways)
    if way.fees_unclear:
        return Cost(_("Theo quy định, chưa xác định được"), is_confirmed=False)
    found = [
        amount_of(fee, overrides, day, way.channel)
        for fee in way.fees
        if fee.holds_on(day) and fee.quantity is None
    ]
    if not found and any(fee.holds_on(day) for fee in way.fees):
        return _each(way, day, language, overrides)
    amounts = sorted(amount for amount, _basis, _confirmed in found if amount is not None)
    if len(amounts) < len(found):
        words = _("Theo mức của tỉnh, thành phố")
        free = _("Không mất tiền hoặc theo mức của tỉnh, thành phố, tùy trường hợp")
        return Cost(free if 0 in amounts else words, is_confirmed=False)
    return Cost(_range(amounts, language), all(confirmed for _amount, _basis, confirmed in found))


def _each(way: ChannelSpec, day: date, language: str, overrides: Sequence[FeeOverride]) -> Cost:
    """Say what one costs where everything is paid by the piece, such as copies or pages."""
    fees = [fee for fee in way.fees if fee.holds_on(day)]
    found = [(fee, *amount_of(fee, overrides, day, way.channel)) for fee in fees]
    known = sorted(
        (amount, say(fee.unit, language) if fee.unit else "")
        for fee, amount, _basis, _confirmed in found
        if amount is not None
    )
    if not known:
        return Cost(_("Theo mức của tỉnh, thành phố"), is_confirmed=False)
    amount, unit = known[0]
    words = (
        _("%(amount)s mỗi %(unit)s") if known[-1][0] == amount else _("Từ %(amount)s mỗi %(unit)s")
    )
    said = words % {"amount": show(amount, language), "unit": unit}
    return Cost(said, all(confirmed for *_rest, confirmed in found))


def _online(ways: Sequence[ChannelSpec]) -> ChannelSpec:
    return next((way for way in ways if way.channel == Channel.ONLINE), ways[0])


def _range(amounts: list[int], language: str) -> str:
    if not any(amounts):
        return _("Không mất tiền")
    low, high = show(amounts[0], language), show(amounts[-1], language)
    if low == high:
        return high
    return _("%(low)s đến %(high)s, tùy trường hợp") % {"low": low, "high": high}


def time_of(ways: Sequence[ChannelSpec], day: date, language: str) -> str:
    """Say how long it takes when filed online."""
    way = _online(ways)
    unclear = _("Theo quy định, chưa xác định được") if way.limit_unclear else ""
    return next((say(row.words, language) for row in way.limits if row.holds_on(day)), unclear)


def fee_rows(
    pack: Pack, day: date, language: str, overrides: Sequence[FeeOverride] = ()
) -> tuple[FeeRow, ...]:
    """Give every fee of every way of filing, as it stands on a day; equal ones on one line."""
    ways: dict[FeeRow, list[str]] = {}
    for way in pack.channels:
        for row in _rows(way, day, language, overrides):
            ways.setdefault(row, []).append(str(Channel(way.channel).label))
    return tuple(replace(row, ways=", ".join(names)) for row, names in ways.items())


def _rows(
    way: ChannelSpec, day: date, language: str, overrides: Sequence[FeeOverride]
) -> Iterator[FeeRow]:
    fees = [fee for fee in way.fees if fee.holds_on(day)]
    for fee in fees:
        yield _row(fee, amount_of(fee, overrides, day, way.channel), language)
    if way.fees_unclear:
        below = _("Chưa xác định được; xem lời của cơ quan công bố bên dưới")
        name = below if way.note else _("Chưa xác định được; cơ quan công bố không nói gì thêm")
        yield FeeRow(name, None, "", is_confirmed=False, basis="", exemptions=())
    elif not fees:
        yield FeeRow(_("Không thu"), 0, "", is_confirmed=True, basis="", exemptions=())


def _row(fee: Fee, amount: tuple[int | None, str, bool], language: str) -> FeeRow:
    return FeeRow(
        name=say(fee.name, language),
        amount=amount[0],
        per=say(fee.unit, language) if fee.unit else "",
        is_confirmed=amount[2],
        basis=amount[1],
        exemptions=tuple(_exempt(fee.exemptions, language)),
        details=tuple(_brackets(fee, language)),
        by_province=amount[0] is None,
    )


def _exempt(rows: Sequence[Exemption], language: str) -> Iterator[str]:
    """Say who is exempt wholly or in part, and where a paper has to show it; alike in one line."""
    alike: dict[tuple[int, bool], list[str]] = {}
    for row in rows:
        alike.setdefault((row.percent, bool(row.proof)), []).append(say(row.name, language))
    for (percent, is_shown), names in alike.items():
        who = "; ".join(names)
        if is_shown:
            who = _("%(who)s (có giấy tờ chứng minh)") % {"who": who}
        if percent:
            yield _("Giảm còn %(n)s%% cho: %(who)s") % {"n": percent, "who": who}
        else:
            yield _("Miễn cho: %(who)s") % {"who": who}


def _brackets(fee: Fee, language: str) -> Iterator[str]:
    """Say what is due by quantity, and how much less it is online."""
    for bracket in fee.brackets:
        amount = show(bracket.amount, language)
        if bracket.up_to is None:
            yield _("Trên mức đó: %(amount)s") % {"amount": amount}
        else:
            yield _("Đến %(n)s: %(amount)s") % {"n": bracket.up_to, "amount": amount}
    for reduction in fee.reductions:
        yield _("Nộp trực tuyến: còn %(n)s%%") % {"n": reduction.percent}
