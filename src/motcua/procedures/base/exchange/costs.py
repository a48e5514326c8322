"""Fees as costs of CPSV-AP, each by the way of filing it goes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.base.exchange.amounts import amounts_of
from motcua.procedures.base.exchange.vocabulary import DONG, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from motcua.procedures.base.packs import ChannelSpec, Facts, Fee
    from motcua.procedures.base.texts import Text

_FREE = {"vi": "Không thu phí, lệ phí", "en": "Free of charge"}
_BY_PROVINCE = {
    "vi": "mức thu do Hội đồng nhân dân cấp tỉnh quy định",
    "en": "the amount is set by the province",
}
_UP_TO = {"vi": "đến {}", "en": "up to {}"}
_EACH = {"vi": "mỗi {}", "en": "per {}"}


def costs_of(facts: Facts, day: date, about: Callable[[str, str], str]) -> list[Node]:
    """Give what a procedure costs on a day; nothing where the amounts of a way are unclear."""
    return [cost for way in facts.channels for cost in _of_way(facts.code, way, day, about)]


def _of_way(
    code: str, way: ChannelSpec, day: date, about: Callable[[str, str], str]
) -> Iterator[Node]:
    fees = [fee for fee in way.fees if fee.holds_on(day)]
    if not fees and not way.fees_unclear:
        yield _cost(code, way, about, "free", _FREE) | {"hasValue": "0", "currency": DONG}
    rows = [(fee, *amount) for fee in fees for amount in amounts_of(fee, way.channel, day)]
    for number, (fee, amount, up_to) in enumerate(rows, 1):
        cost = _cost(code, way, about, f"{fee.code}-{number}", _said(fee, amount, up_to))
        if amount is not None:
            cost |= {"hasValue": str(amount), "currency": DONG}
        yield cost


def _cost(
    code: str, way: ChannelSpec, about: Callable[[str, str], str], name: str, said: Text
) -> Node:
    return {
        "@id": about(code, f"cost-{way.channel}-{name}"),
        "@type": "Cost",
        "identifier": f"{code}/{way.channel}/{name}",
        "description": said,
        "ifAccessedThrough": about(code, f"channel-{way.channel}"),
    }


def _said(fee: Fee, amount: int | None, up_to: int | None) -> Text:
    """Say what a fee is for, up to which quantity, by what it is counted, who need not pay it."""
    said = {}
    for language, name in fee.name.items():
        parts = [name]
        if fee.unit and language in fee.unit and language in _EACH:
            parts.append(_EACH[language].format(fee.unit[language]))
        if up_to is not None and language in _UP_TO:
            parts.append(_UP_TO[language].format(up_to))
        if amount is None:
            parts.append(_BY_PROVINCE.get(language, ""))
        parts += [row.name[language] for row in fee.exemptions if language in row.name]
        said[language] = "; ".join(filter(None, parts))
    return said
