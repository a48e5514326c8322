"""Paying for somebody else: a link that shows what, how much, to whom; it can be called back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.starting import require_room, start_redirect
from motcua.payments.errors import OrderNotOpen
from motcua.payments.models import PayLink

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.base import RedirectGateway

LASTS = timedelta(days=7)


@transaction.atomic
def make_link(*, actor: Actor, order_id: int, now: datetime) -> PayLink:
    """Give the link by which somebody else may pay an order; an open one is given again.

    The caller has seen that the order is the actor's. It ends with the order, after a week at the
    latest. Raises `OrderNotFound`, `OrderNotOpen`, `NotAllowed` for who has no account.
    """
    if actor.account_id is None:
        raise NotAllowed
    order = lock_order(order_id)
    if not order.is_payable(now):
        raise OrderNotOpen
    known = [link for link in order.links.all() if link.is_open(now)]
    if known:
        return known[0]
    link = PayLink.objects.create(
        order=order,
        made_by=actor.account_id,
        made_at=now,
        expires_at=min(order.expires_at, now + LASTS),
    )
    record(order, "payments.make_link", actor=actor, now=now)
    return link


@transaction.atomic
def call_links_back(*, actor: Actor, order_id: int, now: datetime) -> int:
    """End every open link of an order; give how many. Raises `OrderNotFound`."""
    order = lock_order(order_id)
    links = [link for link in order.links.all() if link.is_open(now)]
    for link in links:
        link.called_back_at = now
        link.save(update_fields=["called_back_at"])
        record(order, "payments.call_link_back", actor=actor, now=now)
    return len(links)


@transaction.atomic
def start_redirect_by_link(
    *,
    actor: Actor,
    link: PayLink,
    gateway: RedirectGateway,
    return_url: str,
    language: str,
    now: datetime,
) -> str:
    """Begin an attempt to pay for somebody else, as `start_redirect`, and note by which link.

    Raises `TooManyRequests`, `OrderNotOpen` also for a link that has ended.
    """
    order = lock_order(link.order_id)
    if not link.is_open(now):
        raise OrderNotOpen
    require_room(order, link, now)
    address = start_redirect(
        actor=actor,
        order_id=link.order_id,
        gateway=gateway,
        return_url=return_url,
        language=language,
        now=now,
    )
    made = order.attempts.order_by("-pk").first()
    if made is not None:
        made.link = link
        made.save(update_fields=["link"])
    return address
