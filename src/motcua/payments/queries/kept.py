"""What is left of the money that paid orders, for rooms that vouch for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from motcua.payments.enums import AccountKind, OrderState
from motcua.payments.models import LedgerEntry, Order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet


def kept_of(order: Order) -> int:
    """Give the đồng that the agency kept of what was paid on an order's debt: refunds are off."""
    entries = LedgerEntry.objects.filter(
        account__kind=AccountKind.INCOME, transaction__order__key=order.key
    )
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def kept_of_debts(agency_id: int, keys: QuerySet[Any, Any]) -> int:
    """Give the đồng that an agency kept of what was paid on some debts, given by their keys."""
    entries = LedgerEntry.objects.filter(
        account__kind=AccountKind.INCOME,
        account__agency=agency_id,
        transaction__order__key__in=keys,
    )
    return -(entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def orders_paid_since(agency_id: int, since: datetime) -> Iterator[Order]:
    """Give the orders of an agency that were paid since a moment, one after the other."""
    orders = Order.objects.filter(agency=agency_id, state=OrderState.PAID, paid_at__gte=since)
    return orders.order_by("id").iterator(chunk_size=1000)


def paid_count(agency_id: int, since: datetime, until: datetime) -> int:
    """Give how many orders of an agency were paid in a stretch, its end not included."""
    paid = [OrderState.PAID, OrderState.REVERSED]
    orders = Order.objects.filter(agency=agency_id, state__in=paid)
    return orders.filter(paid_at__gte=since, paid_at__lt=until).count()
