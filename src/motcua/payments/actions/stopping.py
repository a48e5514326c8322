"""Refunds whose money was taken back first are stopped; what went both ways is an accountant's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum

from motcua.kernel import audit, events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.orders import record
from motcua.payments.enums import RefundState
from motcua.payments.events import MoneyGoneTwice, RefundRefused
from motcua.payments.models import Refund, Reversal
from motcua.payments.queries.paid import came_by, room_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def stop_uncovered(provider: str, transaction: str, *, now: datetime) -> None:
    """Stop refunds of a transaction that what is left does not cover, and that move no money.

    They were not sent yet, or the provider refused them: nobody is owed by those any more. The
    caller holds the transaction (`booking.hold`).
    """
    still = Q(state=RefundState.ASKED, sent_at=None) | Q(state=RefundState.REFUSED)
    waiting = Refund.objects.filter(still, provider=provider, transaction=transaction)
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
    undone = Reversal.objects.filter(provider=provider, original=original, waits__lt=F("amount"))
    reversal = undone.order_by("pk").last()
    if reversal is None:
        return
    sent = Refund.objects.filter(
        provider=provider, transaction=original, state=RefundState.DONE
    ).aggregate(sum=Sum("amount", default=0))["sum"]
    sums = undone.aggregate(taken=Sum(F("amount") - F("waits")), known=Sum("twice"))
    over = sent + (sums["taken"] or 0) - came_by(provider, original)
    fresh = min(sent, max(0, over)) - (sums["known"] or 0)
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
