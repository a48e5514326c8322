"""Refunds whose money was taken back first are stopped; what went both ways is an accountant's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from motcua.kernel import audit, events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.orders import record
from motcua.payments.enums import AccountKind, RefundState
from motcua.payments.events import MoneyGoneTwice, RefundRefused
from motcua.payments.models import LedgerEntry, Refund, Reversal
from motcua.payments.queries.paid import room_of
from motcua.payments.queries.unclear import ANEW

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

_OWED = (AccountKind.INCOME, AccountKind.SUSPENSE)


def stop_uncovered(provider: str, transaction: str, *, now: datetime) -> None:
    """Stop refunds of a transaction that were not sent yet and that what is left does not cover.

    The caller holds the transaction (`booking.hold`).
    """
    waiting = Refund.objects.filter(
        provider=provider, transaction=transaction, state=RefundState.ASKED, sent_at=None
    )
    for refund in locked(waiting).order_by("pk"):
        stop_if_uncovered(refund, now=now)


def stop_if_uncovered(refund: Refund, *, now: datetime) -> bool:
    """Stop a locked refund if what is left of its transaction does not cover it; say whether.

    Nobody is asked to send it any more. The word that it was done all the same is still heard.
    """
    if room_of(refund) >= refund.amount:
        return False
    refund.state, refund.ended_at = RefundState.STOPPED, now
    refund.save(update_fields=["state", "ended_at"])
    number = refund.order.pk if refund.order else 0
    agency = refund.order.agency_id if refund.order else audit.NODE
    if refund.order is not None:
        record(refund.order, "payments.refund_stopped", actor=SYSTEM, now=now, amount=refund.amount)
    else:
        audit.record(
            actor=SYSTEM,
            action="payments.refund_stopped",
            subject=("refund", refund.reference),
            agency_id=agency,
            now=now,
            data={"amount": refund.amount},
        )
    events.emit(RefundRefused(refund_id=refund.pk, order_id=number), agency_id=agency, now=now)
    return True


def note_twice(provider: str, original: str, *, now: datetime) -> None:
    """Write down what of a transaction was taken back and went back by a refund as well.

    Called once either has truly happened; the caller holds the transaction. Whoever had handled the
    reversal before has it on his page again.
    """
    undone = Reversal.objects.filter(provider=provider, original=original).order_by("pk")
    reversal = undone.last()
    if reversal is None:
        return
    sent = Refund.objects.filter(
        provider=provider, transaction=original, state=RefundState.DONE
    ).aggregate(sum=Sum("amount", default=0))["sum"]
    sums = undone.aggregate(taken=Sum("amount"), known=Sum("twice"))
    over = sent + sums["taken"] - _came(f"{provider}:{original}")
    fresh = min(sent, max(0, over)) - sums["known"]
    if fresh <= 0:
        return
    reversal.twice, reversal.twice_at = reversal.twice + fresh, now
    reversal.handled_at, reversal.handled_by = None, None
    reversal.save(update_fields=["twice", "twice_at", "handled_at", "handled_by"])
    agency = reversal.order.agency_id if reversal.order else audit.NODE
    audit.record(
        actor=SYSTEM,
        action="payments.gone_twice",
        subject=("reversal", reversal.transaction),
        agency_id=agency,
        now=now,
        data={"amount": fresh},
    )
    told = MoneyGoneTwice(reversal.pk, reversal.order_id or 0)
    events.emit(told, agency_id=agency, now=now)


def locked(rows: QuerySet[Refund]) -> QuerySet[Refund]:
    """Lock refunds as they are read, with their orders beside them, which are not locked."""
    return rows.select_for_update(of=("self",)).select_related("order")


def _came(key: str) -> int:
    """Give what came by a booking and by the one that put it right, wherever it lies."""
    entries = LedgerEntry.objects.filter(transaction__key__in=[key, key + ANEW])
    return int(entries.exclude(account__kind__in=_OWED).aggregate(s=Sum("amount", default=0))["s"])
