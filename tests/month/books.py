"""What the node's books say at the end, each counted by itself: every one must agree."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import F, Sum

from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.models import (
    DayClosing,
    Difference,
    LedgerEntry,
    LedgerTransaction,
    Order,
    Refund,
    Reversal,
    StatementAccount,
    StatementLine,
)
from motcua.payments.queries.kept import Kept, kept_by_debt
from motcua.receipts.models import Due, Receipt
from motcua.receipts.queries.proving import proofs
from motcua.tills.models import Deposit, Drawer, PayOut

_KEPT_APART = {AccountKind.CLEARING, AccountKind.SUSPENSE, AccountKind.FEE}


def ledger() -> dict[str, int]:
    """Give what lies on the ledger's accounts, in đồng; those of providers each by its name."""
    rows = LedgerEntry.objects.values_list("account__kind", "account__provider")
    sums: Counter[str] = Counter(dict.fromkeys(AccountKind.values, 0))
    for kind, provider, amount in rows.annotate(sum=Sum("amount")):
        sums[kind] += amount
        if kind in _KEPT_APART:
            sums[f"{kind} {provider}"] += amount
    return dict(sums)


def out_of_balance() -> list[str]:
    """Name the bookings that do not sum to zero."""
    rows = LedgerTransaction.objects.annotate(sum=Sum("entries__amount", default=0)).exclude(sum=0)
    return list(rows.values_list("key", flat=True))


def statements() -> dict[str, int]:
    """Give what the lines of each account's statements come to, and the differences left open."""
    open_ones = Difference.objects.filter(state="open").count()
    sums = StatementLine.objects.values_list("account__provider").annotate(Sum("amount"))
    return {"open": open_ones, **dict(sums)}


def covered(day: str) -> bool:
    """Say whether every account's statement of a day was read."""
    return not StatementAccount.objects.exclude(days__day=day).exists()


def orders() -> dict[str, int]:
    """Give what orders received, and what of that went back, by their own rows alone.

    An order that follows one whose money was taken back begins with nothing.
    """
    received = Order.objects.aggregate(sum=Sum("received", default=0))["sum"]
    done = Refund.objects.filter(state=RefundState.DONE, from_suspense=False)
    back = done.aggregate(sum=Sum("amount", default=0))["sum"]
    by_hand = Refund.objects.filter(state=RefundState.DONE, booked_as__startswith="PC-")
    hand = by_hand.aggregate(sum=Sum("amount", default=0))["sum"]
    return {"received": received, "back": back, "by_hand": hand}


def kept_of(order: Order) -> int:
    """Give the đồng that the agency kept of what was paid on an order's debt."""
    return kept_by_debt([order.key]).get(order.key, Kept()).amount


def orders_unlike_the_ledger() -> list[str]:
    """Name the orders that were paid and whose entries say another amount than they do."""
    found = []
    for order in Order.objects.exclude(received=0, state=OrderState.OPEN):
        back = sum(
            row.amount
            for row in Refund.objects.filter(
                order=order, state=RefundState.DONE, from_suspense=False
            )
        )
        if order.received - back != kept_of(order):
            found.append(order.reference)
    return found


def receipts() -> dict[str, Any]:
    """Give what the receipts come to, how many there are, and the orders without or unlike one."""
    effect = Receipt.objects.aggregate(sum=Sum("effect", default=0))["sum"]
    last = Due.objects.filter(latest__isnull=False).aggregate(sum=Sum("latest__amount", default=0))
    owed = Due.objects.filter(latest=None).count()
    unlike = [
        due.order.reference
        for due in Due.objects.select_related("order", "latest")
        if due.latest is not None and due.latest.amount != kept_of(due.order)
    ]
    kinds = Counter(Receipt.objects.values_list("kind", flat=True))
    years = {issued.year for issued in Receipt.objects.values_list("issued_on", flat=True)}
    return {
        "sound": all(one.is_sound for year in years for one in proofs(year)),
        "effect": effect,
        "last": last["sum"],
        "count": sum(kinds.values()),
        "kinds": dict(kinds),
        "owed": owed,
        "unlike": unlike,
    }


def closings(**of: int) -> int:
    """Give what the closed days kept, all or those that a filter leaves, in đồng."""
    kept = DayClosing.objects.filter(**of).aggregate(
        sum=Sum(F("taken") - F("returned"), default=0)
    )["sum"]
    return int(kept)


def cash() -> dict[str, int]:
    """Give the cash by the rows of drawers, pay-outs and deposits alone.

    `over` is what counts found too much, negative where it lacked.
    """
    by = F("counted") - F("expected")
    drawers = Drawer.objects.aggregate(over=Sum(by, default=0))
    brought = Deposit.objects.aggregate(sum=Sum("amount", default=0))["sum"]
    paid = Order.objects.filter(paid_by="cash").aggregate(sum=Sum("received", default=0))["sum"]
    given = PayOut.objects.aggregate(sum=Sum("amount", default=0))["sum"]
    left = Drawer.objects.exclude(state="closed").count()
    return {
        "over": drawers["over"],
        "brought": brought,
        "paid": paid,
        "given": given,
        "not_closed": left,
    }


def unfinished() -> dict[str, int]:
    """Count the money that still goes back, and what nobody has said anything about."""
    return {
        "refunds": Refund.objects.exclude(state=RefundState.DONE).count(),
        "reversals": Reversal.objects.filter(handled_at=None).count(),
    }


def told() -> dict[str, Any]:
    """Give all of it."""
    return {
        "ledger": ledger(),
        "out_of_balance": out_of_balance(),
        "statements": statements(),
        "orders": orders(),
        "unlike": orders_unlike_the_ledger(),
        "receipts": receipts(),
        "closings": closings(),
        "cash": cash(),
        "unfinished": unfinished(),
    }
