"""What the post costs in the made-up world: invented, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.deliveries.actions import RateFacts, publish_rate
from motcua.deliveries.enums import Direction, Reach
from motcua.demo.world.agencies import SINCE
from motcua.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

_SOURCE = "Bảng cước minh họa, không phải bảng cước của đơn vị bưu chính nào"
_MOST_GRAMS = 500
# Đồng, working days on the way, further ones until it counts as lost.
_RATES = {Reach.PROVINCE: (18_000, 2, 10), Reach.COUNTRY: (30_000, 4, 15)}


def build_post(now: datetime) -> None:
    """Publish the tariff; a second call changes nothing."""
    for direction in Direction:
        for reach, (amount, days, lost_after) in _RATES.items():
            facts = RateFacts(
                direction=direction,
                reach=reach,
                grams=_MOST_GRAMS,
                amount=amount,
                days=days,
                lost_after=lost_after,
                source=_SOURCE,
                is_invented=True,
            )
            publish_rate(actor=SYSTEM, facts=facts, valid_from=SINCE, now=now)
