"""What paid an order, transaction by transaction, and how much of each is still there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from motcua.kernel.caching import once_a_reading
from motcua.payments.enums import AccountKind, Provider, RefundState, Remedy, SettlementState
from motcua.payments.models import LedgerEntry, Order, Refund, Reversal, Settlement
from motcua.payments.queries.unclear import (
    ADJUSTED,
    AGAIN,
    ANEW,
    REVERSED,
    SETTLED,
    base_of,
    standing_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaidWith:
    """One of the transactions that paid an order, in đồng.

    `came` was counted towards the order, `refunded` went or goes back as we asked, `reversed` was
    taken back by the provider; `refused` is what the provider did not send back though asked, which
    an accountant still has to see to.
    """

    provider: str
    transaction: str
    at: datetime
    came: int
    refunded: int
    reversed: int
    refused: int

    @property
    def left(self) -> int:
        """Give what may still go back, beside what was promised and refused."""
        return max(0, self.came - self.spoken_for)

    @property
    def spoken_for(self) -> int:
        """Give what went or goes back, was taken back, or was promised and refused."""
        return self.refunded + self.reversed + self.refused


def paid_with(order: Order) -> list[PaidWith]:
    """Give the transactions that paid an order's debt, oldest first, and what went back of them."""
    rows = LedgerEntry.objects.filter(
        transaction__order__key=order.key, account__kind=AccountKind.INCOME
    ).order_by("pk")
    came: defaultdict[tuple[str, str], int] = defaultdict(int)
    back: defaultdict[tuple[str, str], int] = defaultdict(int)
    when: dict[tuple[str, str], datetime] = {}
    for key, amount, at in rows.values_list("transaction__key", "amount", "transaction__booked_at"):
        if key.startswith(REVERSED):
            back[_reversed_by(key)] += amount
        elif amount < 0:
            source = came_with(key)
            came[source] -= amount
            when.setdefault(source, at)
    sent = Refund.objects.filter(order__key=order.key, from_suspense=False).exclude(
        state=RefundState.STOPPED
    )
    sums: defaultdict[tuple[str, str, bool], int] = defaultdict(int)
    for provider, number, state, amount in sent.values_list(
        "provider", "transaction", "state", "amount"
    ):
        sums[provider, number, state == RefundState.REFUSED] += amount
    return [
        PaidWith(
            *source,
            at=when[source],
            came=amount,
            refunded=sums[(*source, False)],
            reversed=back[source],
            refused=sums[(*source, True)],
        )
        for source, amount in came.items()
    ]


def going_back(order: Order) -> list[Refund]:
    """Give what goes or went back of all that was sent for an order's debt, oldest first."""
    return list(Refund.objects.filter(order__key=order.key).order_by("pk"))


def taken_back(order: Order) -> list[Reversal]:
    """Give what providers took back of what was sent for an order's debt, oldest first."""
    return list(Reversal.objects.filter(order__key=order.key).order_by("pk"))


@once_a_reading
def last_taken_back_at(subject_kind: str, subject_id: int) -> datetime | None:
    """Give when a provider last took money of a subject's orders back; None where none did."""
    rows = Reversal.objects.filter(order__subject_kind=subject_kind, order__subject_id=subject_id)
    return rows.order_by("-told_at").values_list("told_at", flat=True).first()


def held_by_orders(provider: str, original: str) -> list[tuple[Order, int]]:
    """Give the orders whose income has money of a transaction, and how many đồng of it are left.

    One of each debt. The latest first, since what was settled onto another order came last.
    """
    base = f"{provider}:{original}"
    settled = Settlement.objects.filter(
        of__key__in=[base, *_adjusted(provider, original)],
        state=SettlementState.DONE,
        remedy=Remedy.ORDER,
    ).values_list("pk", flat=True)
    undone = Reversal.objects.filter(provider=provider, original=original).values_list(
        "pk", flat=True
    )
    keys = [base, base + ANEW, *(f"{SETTLED}{pk}" for pk in settled)]
    which = Q(transaction__key__in=[*keys, *_refund_keys(provider, original)])
    which |= Q(transaction__key__startswith=f"{base}{AGAIN}")
    for pk in undone:
        which |= Q(transaction__key__startswith=f"{REVERSED}{pk}:")
    sums = (
        LedgerEntry.objects.filter(which, account__kind=AccountKind.INCOME)
        .values_list("transaction__order")
        .annotate(held=-Sum("amount"))
        .order_by()
    )
    held = dict(sums)
    # A refund may be of another order of the same debt than the one that its money came for.
    debts: dict[str, tuple[Order, int]] = {}
    for order in Order.objects.filter(pk__in=held).order_by("pk"):
        debts[order.key] = order, held[order.pk] + debts.get(order.key, (order, 0))[1]
    found = [(order, left) for order, left in debts.values() if left > 0]
    return sorted(found, key=lambda one: one[0].pk, reverse=True)


def came_by(provider: str, number: str) -> int:
    """Give what came by a transaction, in đồng, wherever it lies.

    With what put it right, and with more of it that a statement told of.
    """
    owed = (AccountKind.INCOME, AccountKind.SUSPENSE)
    base = f"{provider}:{number}"
    keys = [base, base + ANEW, *_adjusted(provider, number)]
    entries = LedgerEntry.objects.filter(transaction__key__in=keys)
    came = entries.exclude(account__kind__in=owed)
    return int(came.aggregate(sum=Sum("amount", default=0))["sum"])


def _refund_keys(provider: str, transaction: str) -> Iterator[str]:
    """Give the keys of the bookings of what went back of a transaction."""
    done = Refund.objects.filter(provider=provider, transaction=transaction, state=RefundState.DONE)
    for number, reference in done.values_list("booked_as", "reference"):
        yield f"{provider}:{number}"
        yield f"{Provider.HAND}:{reference}"


def room_of(refund: Refund) -> int:
    """Give how many đồng of its transaction a refund may send back, whatever it was asked for.

    What the provider took back is off, and what goes back by others: those that were done or sent,
    and of those that wait the ones that were asked for first.
    """
    if refund.order is None or refund.from_suspense:
        keys = _adjusted(refund.provider, refund.transaction)
        of = [f"{refund.provider}:{refund.transaction}", *keys]
        return sum(standing_of(key) for key in of) + refund.amount
    source = refund.provider, refund.transaction
    parts = (one for one in paid_with(refund.order) if (one.provider, one.transaction) == source)
    part = next(parts, None)
    if part is None:
        return 0
    others = Refund.objects.filter(
        order__key=refund.order.key, provider=source[0], transaction=source[1], from_suspense=False
    ).exclude(pk=refund.pk)
    waiting = Q(state=RefundState.ASKED)
    if refund.state == RefundState.ASKED:
        waiting &= Q(sent_at__isnull=False) | Q(pk__lt=refund.pk)
    first = others.filter(Q(state=RefundState.DONE) | waiting)
    ahead = first.aggregate(sum=Sum("amount", default=0))["sum"]
    return int(part.came - part.reversed - ahead)


def came_with(key: str) -> tuple[str, str]:
    """Give the provider and transaction that money of a booking came with.

    What was booked because a statement says so came with the transaction of its line.
    """
    if key.startswith(SETTLED):
        settled = Settlement.objects.filter(pk=key.removeprefix(SETTLED))
        key = settled.values_list("of__key", flat=True).get() or ""
    provider, _, number = base_of(key).partition(":")
    if number.startswith(ADJUSTED):
        agreed = Settlement.objects.filter(pk=number.removeprefix(ADJUSTED))
        number = agreed.values_list("difference__line__transaction", flat=True).get() or number
    return provider, number


def _adjusted(provider: str, number: str) -> list[str]:
    """Give the keys of bookings that more of a transaction became unclear money with."""
    agreed = Settlement.objects.filter(
        difference__account__provider=provider,
        difference__line__transaction=number,
        state=SettlementState.DONE,
        remedy=Remedy.UNCLEAR,
    )
    return [f"{provider}:{ADJUSTED}{pk}" for pk in agreed.values_list("pk", flat=True)]


def _reversed_by(key: str) -> tuple[str, str]:
    reversal = Reversal.objects.get(pk=key.removeprefix(REVERSED).partition(":")[0])
    return reversal.provider, reversal.original
