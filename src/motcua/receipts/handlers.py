"""What follows after commit: a paid order is owed a receipt, a numbered one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as jobs

from motcua.payments.events import OrderPaid, PaymentReversed, RefundDone
from motcua.receipts.actions.issuing import note_moved, owe_receipt
from motcua.receipts.events import ReceiptIssued

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def owe(event: Happened) -> None:
    """Note that the order is owed a receipt, and have it issued in a transaction of its own."""
    order_id = event.payload["order_id"]
    owe_receipt(
        order_id=order_id,
        agency_id=event.agency_id,
        subject=(event.payload["subject_kind"], event.payload["subject_id"]),
        paid_at=event.emitted_at,
    )
    jobs.configure_task("receipts.issue").defer(order_id=order_id)


def write(event: Happened) -> None:
    """Have the receipt's files written and signed."""
    jobs.configure_task("receipts.write").defer(receipt_id=event.payload["receipt_id"])


def follow(event: Happened) -> None:
    """Have the receipts of an order say what is left of it, as money went back or was taken."""
    if order_id := event.payload["order_id"]:
        note_moved(order_id=order_id)
        jobs.configure_task("receipts.follow").defer(order_id=order_id)


SUBSCRIPTIONS = {
    OrderPaid.name: (owe,),
    RefundDone.name: (follow,),
    PaymentReversed.name: (follow,),
    ReceiptIssued.name: (write,),
}
