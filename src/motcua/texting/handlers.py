"""What follows after commit: a phone is told how its payment ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as jobs

from motcua.payments.events import OrderPaid, WalletSaidNo
from motcua.texting.queries import is_awaited

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def tell_paid(event: Happened) -> None:
    """Have the phones told that asked to pay an order."""
    order_id = event.payload["order_id"]
    if is_awaited(order_id=order_id):
        jobs.configure_task("texting.tell_end").defer(order_id=order_id)


def tell_refused(event: Happened) -> None:
    """Have a phone told why its wallet did not pay."""
    attempt_id = event.payload["attempt_id"]
    if is_awaited(attempt_id=attempt_id):
        jobs.configure_task("texting.tell_refusal").defer(attempt_id=attempt_id)


SUBSCRIPTIONS = {OrderPaid.name: (tell_paid,), WalletSaidNo.name: (tell_refused,)}
