"""Reads of the payments room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, Sum

from motcua.kernel.caching import once_a_reading
from motcua.kernel.composed import composed
from motcua.payments.enums import OrderState, Provider, RefundState
from motcua.payments.errors import OrderNotFound, ProviderMissing
from motcua.payments.models import LedgerEntry, Order, Refund
from motcua.payments.providers.vietqr import payload
from motcua.payments.queries.providers import gateway

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

__all__ = [
    "awaiting_word",
    "gateway",
    "ledger_balance",
    "order_by_id",
    "order_by_reference",
    "order_called",
    "orders_of",
    "refunds_of",
    "refunds_unanswered",
    "transfer_code",
]
ASK_FOR = timedelta(hours=2)
UNANSWERED = timedelta(minutes=15)


def order_by_id(public_id: UUID) -> Order:
    """Give an order by its public id. Raises `OrderNotFound`."""
    order = Order.objects.filter(public_id=public_id).first()
    if order is None:
        raise OrderNotFound
    return order


def order_called(reference: str) -> Order | None:
    """Give an order by the reference that a payer writes; None where there is none.

    Of a debt whose order has expired, the one that followed it.
    """
    order = Order.objects.filter(reference=reference.strip().upper()).first()
    if order is None or order.state != OrderState.EXPIRED:
        return order
    return Order.objects.filter(key=order.key, state=OrderState.OPEN).first() or order


def order_by_reference(reference: str, agency_ids: Collection[int]) -> Order:
    """Give an order of some agencies by its reference as typed. Raises `OrderNotFound`."""
    named = Order.objects.filter(reference=reference.strip().upper(), agency__in=agency_ids)
    order = named.first()
    if order is None:
        raise OrderNotFound
    return order


@once_a_reading
def orders_of(subject_kind: str, subject_id: int) -> list[Order]:
    """Give the orders of a subject, oldest first."""
    return _orders(kind=subject_kind, number=subject_id)


@composed
def _orders(kind: Any, number: Any) -> QuerySet[Order]:
    return Order.objects.filter(subject_kind=kind, subject_id=number).order_by("id")


@once_a_reading
def refunds_of(subject_kind: str, subject_id: int) -> list[Refund]:
    """Give what goes back to the payers of a subject's orders, oldest first."""
    return _refunds(kind=subject_kind, number=subject_id)


@composed
def _refunds(kind: Any, number: Any) -> QuerySet[Refund]:
    rows = Refund.objects.filter(order__subject_kind=kind, order__subject_id=number)
    return rows.select_related("order").order_by("id")


def transfer_code(order: Order) -> str:
    """Give the dynamic VietQR text for what is still owed on an order.

    Raises `ProviderMissing` where this node has no account.
    """
    bank, _, account = settings.BANK_ACCOUNT.partition(":")
    if not account:
        raise ProviderMissing
    return payload(
        bank=bank,
        account=account,
        amount=order.amount - order.received,
        purpose=order.reference,
    )


def awaiting_word(*, now: datetime, limit: int = 200) -> list[Order]:
    """Give unpaid orders that a payer was sent to a gateway for, lately or until they expired.

    Their webhook may be lost; the newest attempts come first.
    """
    lately = Q(attempts__started_at__gt=now - ASK_FOR)
    ending = Q(state=OrderState.OPEN, expires_at__lt=now, attempts__isnull=False)
    return list(
        Order.objects.filter(lately | ending, state__in=[OrderState.OPEN, OrderState.EXPIRED])
        .distinct()
        .order_by("-id")[:limit]
    )


def refunds_unanswered(*, now: datetime, limit: int = 100) -> list[int]:
    """Give refunds (their numbers) that a provider was asked for a while ago and never answered."""
    rows = Refund.objects.filter(state=RefundState.ASKED, asked_at__lt=now - UNANSWERED)
    rows = rows.exclude(provider=Provider.CASH)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def ledger_balance() -> int:
    """Give the sum of all entries, in đồng; anything but zero is a fault."""
    return LedgerEntry.objects.aggregate(total=Sum("amount"))["total"] or 0
