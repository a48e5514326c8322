"""Links by which somebody else pays: their signed addresses, and what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.signing import BadSignature, Signer

from motcua.payments.errors import OrderNotFound
from motcua.payments.models import Attempt, PayLink

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.models import Order

_SIGNER = Signer(salt="motcua.payments.link", sep=".")


def token_of(link: PayLink) -> str:
    """Give what stands in a link's address: its number and a signature of it."""
    return _SIGNER.sign(link.public_id.hex)


def link_of(token: str) -> PayLink:
    """Give the link of an address, open or not. Raises `OrderNotFound` where it is none of ours."""
    try:
        number = UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        raise OrderNotFound from None
    link = PayLink.objects.select_related("order__agency").filter(public_id=number).first()
    if link is None:
        raise OrderNotFound
    return link


def open_link(order: Order, now: datetime) -> PayLink | None:
    """Give the link by which an order may be paid now; None where there is none."""
    return next((link for link in order.links.order_by("-pk") if link.is_open(now)), None)


def is_paid_by_another(order: Order) -> bool:
    """Say whether the try that paid an order came by a link, as far as it can be known.

    A bank transfer says nothing of where its payer read the code.
    """
    moved = Attempt.objects.filter(order=order, link__isnull=False, paid_at__isnull=False)
    return order.state == "paid" and moved.exists()
