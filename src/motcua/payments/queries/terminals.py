"""What terminals at counters ask for, and what their slips say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.payments.enums import Provider

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.models import Attempt, Order

ASKS_FOR = timedelta(minutes=10)
"""How long a terminal may still ask for a card, what was under way to it counted in."""


def asking(order: Order, now: datetime) -> Attempt | None:
    """Give the try at a terminal whose end is not known yet, while it may still be paid."""
    tries = order.attempts.filter(
        provider=Provider.TERMINAL, refusal="", started_at__gt=now - ASKS_FOR
    )
    return tries.order_by("-pk").first()


def tries_of(order: Order) -> list[Attempt]:
    """Give an order's tries at terminals, the latest first."""
    return list(order.attempts.filter(provider=Provider.TERMINAL).order_by("-pk"))
