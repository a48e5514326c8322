"""What is left of the money that paid orders, for rooms that vouch for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from motcua.payments.enums import AccountKind, OrderState
from motcua.payments.models import LedgerEntry, Order
from motcua.payments.queries.paid import came_with
from motcua.payments.queries.unclear import REVERSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Kept:
    """The đồng that the agency kept of what was paid on a debt: refunds are off.

    `providers` took it in, in the order it came.
    """

    amount: int = 0
    providers: tuple[str, ...] = ()


def kept_by_debt(keys: Iterable[str]) -> dict[str, Kept]:
    """Give what was kept of some debts, by their keys; what nothing was booked for is left out."""
    entries = LedgerEntry.objects.filter(
        account__kind=AccountKind.INCOME, transaction__order__key__in=list(keys)
    ).order_by("pk")
    sums: defaultdict[str, int] = defaultdict(int)
    providers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for debt, booking, amount in entries.values_list(
        "transaction__order__key", "transaction__key", "amount"
    ):
        sums[debt] -= amount
        if amount < 0 and not booking.startswith(REVERSED):
            providers[debt][came_with(booking)[0]] = None
    return {debt: Kept(amount, tuple(providers[debt])) for debt, amount in sums.items()}


def paid_onto(order: Order) -> int:
    """Give the đồng that came for this very order, whatever went back; another's are not in it."""
    entries = LedgerEntry.objects.filter(
        account__kind=AccountKind.INCOME, transaction__order=order, amount__lt=0
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
    orders = Order.objects.filter(agency=agency_id, paid_at__gte=since, paid_at__lt=until)
    return orders.count()
