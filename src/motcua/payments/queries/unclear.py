"""Money that belongs to nothing yet: what came, when, with which words, how much is left."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from motcua.payments.enums import AccountKind, RefundState, SettlementState
from motcua.payments.models import (
    LedgerEntry,
    LedgerTransaction,
    ProviderEvent,
    Refund,
    Reversal,
    Settlement,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.payments.models import Order

ANEW = ":anew"
"""What a booking's key ends with that puts right an amount told wrongly at first."""
AGAIN = ":again-"
"""What stands in the key of a booking that pays a debt with what was too much for it before."""
SETTLED = "settled:"
"""What the key of a booking begins with that gives unclear money to an order."""
REVERSED = "reversed:"
"""What the key of a booking begins with that takes back from an order what its provider took."""
ADJUSTED = "statement-"
"""What the number of a booking begins with that follows a statement, as two people agreed."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Money of one booking: `left` đồng of it belong to nothing yet.

    `reference` is the order it was sent for, empty where it names none. `proposal` is what an
    accountant wants done with it.
    """

    booking_id: int
    provider: str
    transaction: str
    at: datetime
    left: int
    reference: str
    proposal: Settlement | None

    @property
    def key(self) -> str:
        """The key of its booking in the ledger."""
        return f"{self.provider}:{self.transaction}"


def unclear_money(agency_ids: Collection[int], *, of_nobody: bool) -> list[Unclear]:
    """Give the unclear money of some agencies' orders, with that of no order where asked."""
    whose = Q(order__agency__in=agency_ids)
    if of_nobody:
        whose |= Q(order=None)
    left = _left()
    rows = (
        LedgerTransaction.objects.filter(whose, pk__in=left)
        .select_related("order")
        .order_by("booked_at", "pk")
    )
    asked = Settlement.objects.filter(of__in=left, state=SettlementState.ASKED)
    proposals = {row.of_id: row for row in asked.select_related("order")}
    return [_unclear(row, left[row.pk], proposals.get(row.pk)) for row in rows]


def unclear_of_debt(order: Order) -> list[Unclear]:
    """Give the unclear money that was sent for an order's debt: too much, or too late."""
    bookings = LedgerTransaction.objects.filter(order__key=order.key)
    keys = {base_of(key) for key in bookings.values_list("key", flat=True)}
    left = _left([key for key in keys if not key.startswith((REVERSED, SETTLED))])
    rows = bookings.filter(pk__in=left).select_related("order").order_by("booked_at", "pk")
    return [_unclear(row, left[row.pk], None) for row in rows]


def base_of(key: str) -> str:
    """Give the key that money first came with, of a booking that puts it right or counts it on."""
    key = key.partition(AGAIN)[0]
    while key.endswith(ANEW):
        key = key.removesuffix(ANEW)
    return key


def left_of(booking_id: int) -> int:
    """Give how many đồng of a booking belong to nothing yet."""
    key = LedgerTransaction.objects.values_list("key", flat=True).get(pk=booking_id)
    return max(0, standing_of(key))


def standing_of(key: str) -> int:
    """Give how many đồng of a booking lie in suspense; negative where more was taken back."""
    return _standing([key])[0].get(key, 0)


def words_with_money(money: Unclear) -> str:
    """Give what the payer wrote when the money came; empty where nothing of it is kept."""
    events = ProviderEvent.objects.filter(provider=money.provider, received_at=money.at)
    for row in events.order_by("pk"):
        said = told_in(row.body)
        if said.get("transaction") == money.transaction:
            return content_in(said)
    return ""


def told_in(body: str) -> dict[str, Any]:
    """Read a provider's word as it was kept; what a query answered was kept without a body."""
    found = json.loads(body) if body else {}
    return found if isinstance(found, dict) else {}


def content_in(said: Mapping[str, Any]) -> str:
    """Give what a payer wrote, whole: half a character, as a cut emoji leaves, is shown as `?`."""
    return str(said.get("content", "")).encode("utf-8", "replace").decode()


def _unclear(row: LedgerTransaction, left: int, proposal: Settlement | None) -> Unclear:
    provider, _, number = row.key.partition(":")
    reference = row.order.reference if row.order else ""
    return Unclear(row.pk, provider, number, row.booked_at, left, reference, proposal)


def _left(keys: Collection[str] | None = None) -> dict[int, int]:
    """Give by booking, of all or those with some keys, what of it belongs to nothing."""
    sums, numbers = _standing(keys)
    return {numbers[key]: amount for key, amount in sums.items() if amount > 0 and key in numbers}


def _standing(keys: Collection[str] | None) -> tuple[dict[str, int], dict[str, int]]:
    """Give by booking's key what lies in suspense of it, and the bookings' numbers.

    It is what came, less what was settled and what the provider took back: negative where more was
    taken back than lay there.
    """
    # What left twice and was settled hangs here no more.
    done = Q(settlements__state=SettlementState.DONE)
    reversals = _reversals(keys).annotate(
        settled=Coalesce(Sum("settlements__amount", filter=done), 0)
    )
    undone = {str(row.pk): row for row in reversals}
    own = {f"{row.provider}:{row.transaction}": row for row in undone.values()}
    entries = LedgerEntry.objects.filter(account__kind=AccountKind.SUSPENSE)
    settled = Settlement.objects.filter(state=SettlementState.DONE)
    # What was to go back and was stopped belongs to nothing again.
    stopped = Refund.objects.filter(from_suspense=True, state=RefundState.STOPPED)
    if keys is not None:
        entries, settled = (
            entries.filter(_which(keys, own, undone)),
            settled.filter(of__key__in=keys),
        )
        stopped = stopped.filter(transaction__in=[key.partition(":")[2] for key in keys])
    sums: defaultdict[str, int] = defaultdict(int)
    numbers: dict[str, int] = {}
    rows = entries.values_list("transaction__key", "transaction").annotate(sum=Sum("amount"))
    for key, number, amount in rows.exclude(transaction__key__startswith=SETTLED).order_by():
        row = own.get(base_of(key))
        if key.startswith(REVERSED):
            row = undone[key.removeprefix(REVERSED).partition(":")[0]]
        base = f"{row.provider}:{row.original}" if row else base_of(key)
        sums[base] -= amount
        if base == key:
            numbers[base] = number
    for key, amount in settled.values_list("of__key", "amount"):
        sums[key] -= amount
    for row in undone.values():
        sums[f"{row.provider}:{row.original}"] += row.settled
    for provider, number, amount in stopped.values_list("provider", "transaction", "amount"):
        sums[f"{provider}:{number}"] += amount
    return sums, numbers


def _which(keys: Collection[str], own: Collection[str], undone: Collection[str]) -> Q:
    """Give which bookings moved the unclear money of some keys, with what undid it."""
    which = Q(transaction__key__in=[*own, *keys, *(key + ANEW for key in keys)])
    begins = [f"{REVERSED}{one}:" for one in undone]
    begins += [f"{one}{ANEW}" for one in own] + [f"{key}{AGAIN}" for key in keys]
    for begin in begins:
        which |= Q(transaction__key__startswith=begin)
    return which


def _reversals(keys: Collection[str] | None) -> QuerySet[Reversal]:
    rows = Reversal.objects.all()
    if keys is None:
        return rows
    which = Q(pk=None)
    for key in keys:
        provider, _, number = key.partition(":")
        which |= Q(provider=provider, original=number)
    return rows.filter(which)
