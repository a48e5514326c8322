"""What text messages cost in the made-up world: invented, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.demo.world.agencies import SINCE
from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions import PriceFacts, set_price
from motcua.notifications.queries.sending import segment_prices

if TYPE_CHECKING:
    from datetime import datetime

_PRICE = PriceFacts("phone", 350, "Giá minh họa, không phải giá của nhà mạng nào", is_invented=True)


def build_messages(now: datetime) -> None:
    """Publish a price; a second call changes nothing."""
    if not segment_prices(now):
        set_price(actor=SYSTEM, facts=_PRICE, valid_from=SINCE, now=now)
