"""What follows after commit: a paid order is owed a receipt, a numbered one is written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from procrastinate.contrib.django import app as jobs

from motcua.kernel.events import InBatches
from motcua.payments.events import OrderPaid, PaymentReversed, RefundDone
from motcua.receipts.actions.issuing import Paid, note_moved, note_paid_again, owe_receipts
from motcua.receipts.actions.writing import WRITTEN_AT_ONCE
from motcua.receipts.events import ReceiptIssued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.events import Happened


def owe(events: Sequence[Happened]) -> None:
    """Note that orders are owed a receipt, and have those of each agency issued together."""
    owe_receipts(
        Paid(
            order_id=event.payload["order_id"],
            agency_id=event.agency_id,
            subject=(event.payload["subject_kind"], event.payload["subject_id"]),
            paid_at=event.emitted_at,
        )
        for event in events
    )
    # Paid again after its money had been taken back: what its receipts say is behind.
    note_paid_again(order_ids=[event.payload["order_id"] for event in events])
    orders: defaultdict[int, list[Any]] = defaultdict(list)
    for event in events:
        orders[event.agency_id].append(event.payload["order_id"])
    for some in orders.values():
        jobs.configure_task("receipts.issue").defer(order_ids=some)


def write(events: Sequence[Happened]) -> None:
    """Have the files of receipts written and signed."""
    numbers = [event.payload["receipt_id"] for event in sorted(events, key=_agency)]
    for start in range(0, len(numbers), WRITTEN_AT_ONCE):
        some = numbers[start : start + WRITTEN_AT_ONCE]
        jobs.configure_task("receipts.write").defer(receipt_ids=some)


def _agency(event: Happened) -> int:
    return event.agency_id


def follow(event: Happened) -> None:
    """Have the receipts of an order say what is left of it, as money went back or was taken."""
    if order_id := event.payload["order_id"]:
        note_moved(order_id=order_id)
        jobs.configure_task("receipts.follow").defer(order_id=order_id)


SUBSCRIPTIONS = {
    OrderPaid.name: (InBatches(owe),),
    RefundDone.name: (follow,),
    PaymentReversed.name: (follow,),
    ReceiptIssued.name: (InBatches(write),),
}
