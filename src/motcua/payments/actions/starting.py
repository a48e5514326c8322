"""Sending a payer to a gateway."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.errors import TooManyRequests
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.base import Payable, RedirectGateway
from motcua.payments.errors import OrderNotOpen
from motcua.payments.models import Attempt
from motcua.payments.queries.underpayments import takes_all

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order, PayLink

MOST_AN_HOUR = 20
"""Attempts to pay one order in an hour."""


def require_room(order: Order, link: PayLink | None, now: datetime) -> None:
    """Demand that an order was not tried too often of late, by its owner or by one link.

    Every attempt is asked about for days: whoever presses the button again and again would have us
    ask without end. Whom a link was sent to uses up none of its owner's. Raises `TooManyRequests`.
    """
    lately = order.attempts.filter(link=link, started_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise TooManyRequests(retry_after=3600)


@transaction.atomic
def start_redirect(
    *,
    actor: Actor,
    order_id: int,
    gateway: RedirectGateway,
    return_url: str,
    language: str,
    now: datetime,
) -> str:
    """Begin an attempt to pay and give the gateway's address to send the payer to.

    The amount is the order's, also where next to nothing came of it before. Raises
    `OrderNotFound`, `OrderNotOpen`, `TooManyRequests`.
    """
    order = lock_order(order_id)
    if not order.is_payable(now) or not takes_all(order, now):
        raise OrderNotOpen
    require_room(order, None, now)
    reference = f"{order.reference}-{order.attempts.count() + 1}"
    Attempt.objects.create(order=order, provider=gateway.name, reference=reference, started_at=now)
    record(order, "payments.start_redirect", actor=actor, now=now, attempt=reference)
    payable = Payable(
        reference=reference,
        amount=order.amount,
        description=order.description,
        expires_at=order.expires_at,
        return_url=return_url,
        language=language,
    )
    return gateway.address(payable, now=now)
