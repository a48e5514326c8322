"""What follows after commit: the bill, the signature, and telling the citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.deliveries.actions import cancel_parcels_of
from motcua.deliveries.enums import Contents, ParcelState
from motcua.deliveries.events import ParcelLate, ParcelMoved
from motcua.deliveries.queries import delivered_at
from motcua.dossiers import actions
from motcua.dossiers.actions import posting
from motcua.dossiers.actions.document_signing import sign_document
from motcua.dossiers.actions.papers_by_post import note_arrival
from motcua.dossiers.actions.parts import sign_part
from motcua.dossiers.actions.post_telling import tell_parcel
from motcua.dossiers.actions.reminding_payers import (
    tell_money_back,
    tell_paid_by_link,
    tell_paid_in_part,
)
from motcua.dossiers.actions.signing import sign_result
from motcua.dossiers.actions.telling import tell_moved, tell_receipt, tell_submitted
from motcua.dossiers.events import (
    DocumentApproved,
    DossierMoved,
    DossierSubmitted,
    PartApproved,
    ResultApproved,
)
from motcua.kernel.actors import SYSTEM
from motcua.kernel.events import InBatches
from motcua.payments.events import (
    OrderPaid,
    OrderPaidInPart,
    PaymentReversed,
    RefundAsked,
    RefundDone,
)
from motcua.receipts.events import ReceiptReady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.events import Happened


_ENDING = frozenset({"return_result", "refuse", "withdraw", "stop"})


def bill(filings: Sequence[Happened]) -> None:
    """Open the orders for what is due at filing."""
    actions.open_fee_orders(actor=SYSTEM, dossier_ids=_dossiers(filings), now=filings[0].now)


def announce_filing(filings: Sequence[Happened]) -> None:
    """Tell the filers that their dossiers arrived."""
    tell_submitted(dossier_ids=_dossiers(filings), now=filings[0].now)


def _dossiers(events: Sequence[Happened]) -> list[int]:
    return [event.payload["dossier_id"] for event in events]


def announce_move(event: Happened) -> None:
    """Tell the filer of a turn that concerns him."""
    tell_moved(
        dossier_id=event.payload["dossier_id"],
        transition_id=event.payload["transition_id"],
        action=event.payload["action"],
        now=event.now,
    )


def sign(event: Happened) -> None:
    """Sign the approved result."""
    sign_result(actor=SYSTEM, dossier_id=event.payload["dossier_id"], now=event.now)


def sign_approved_part(event: Happened) -> None:
    """Sign an approved part of the result."""
    sign_part(actor=SYSTEM, part_id=event.payload["part_id"], now=event.now)


def sign_approved_document(event: Happened) -> None:
    """Sign an approved document."""
    sign_document(actor=SYSTEM, document_id=event.payload["document_id"], now=event.now)


def note_payment(event: Happened) -> None:
    """Take note that a dossier's order was paid."""
    if event.payload["subject_kind"] == "dossier":
        actions.hear_payment(
            actor=SYSTEM,
            dossier_id=event.payload["subject_id"],
            order_id=event.payload["order_id"],
            now=event.now,
        )


def tell_of_link(event: Happened) -> None:
    """Tell the filer that somebody paid a dossier's order by his link."""
    if event.payload["subject_kind"] == "dossier":
        dossier_id, order_id = event.payload["subject_id"], event.payload["order_id"]
        tell_paid_by_link(dossier_id=dossier_id, order_id=order_id, now=event.now)


def tell_of_part(event: Happened) -> None:
    """Tell the filer that a dossier's order was paid in part, and what is still owed."""
    if event.payload["subject_kind"] == "dossier":
        dossier_id, order_id = event.payload["subject_id"], event.payload["order_id"]
        tell_paid_in_part(dossier_id=dossier_id, order_id=order_id, now=event.now)


def tell_of_refund(event: Happened) -> None:
    """Tell the filer that money of a dossier went back, or waits to be fetched."""
    tell_money_back(refund_id=event.payload["refund_id"], now=event.now)


def note_reversal(event: Happened) -> None:
    """Take note that a dossier's money was taken back by its provider."""
    if event.payload["subject_kind"] == "dossier":
        actions.hear_reversal(
            actor=SYSTEM,
            dossier_id=event.payload["subject_id"],
            order_id=event.payload["order_id"],
            now=event.now,
        )


def post_result(event: Happened) -> None:
    """Have a finished result taken home where its filer wished so."""
    if event.payload["action"] == "finish":
        posting.post_result(actor=SYSTEM, dossier_id=event.payload["dossier_id"], now=event.now)


def call_off_parcels(event: Happened) -> None:
    """Call off what the post has not fetched yet of a dossier that ended another way.

    Its postage goes back to who paid it.
    """
    if event.payload["action"] in _ENDING:
        subject = ("dossier", event.payload["dossier_id"])
        cancel_parcels_of(actor=SYSTEM, subject=subject, now=event.now)
        posting.refund_unsent(actor=SYSTEM, dossier_id=subject[1], now=event.now)


def note_parcel(event: Happened) -> None:
    """Take note of where a dossier's parcel is, and tell whom it concerns."""
    if event.payload["subject_kind"] != "dossier":
        return
    dossier_id, state = event.payload["subject_id"], event.payload["state"]
    posting.hear_parcel(
        actor=SYSTEM,
        dossier_id=dossier_id,
        contents=event.payload["contents"],
        state=state,
        now=event.now,
    )
    parcel_id = event.payload["parcel_id"]
    if event.payload["contents"] == Contents.PAPERS and state == ParcelState.DELIVERED:
        there_at = delivered_at(parcel_id) or event.now
        note_arrival(actor=SYSTEM, dossier_id=dossier_id, at=there_at, now=event.now)
    tell_parcel(dossier_id=dossier_id, parcel_id=parcel_id, turn=state, event=event)


def note_late_parcel(event: Happened) -> None:
    """Tell whom it concerns that a parcel is late."""
    if event.payload["subject_kind"] == "dossier":
        dossier_id, parcel_id = event.payload["subject_id"], event.payload["parcel_id"]
        tell_parcel(dossier_id=dossier_id, parcel_id=parcel_id, turn="late", event=event)


def announce_receipt(event: Happened) -> None:
    """Tell the filer that a receipt of his dossier can be had."""
    if event.payload["subject_kind"] == "dossier":
        dossier_id, receipt_id = event.payload["subject_id"], event.payload["receipt_id"]
        tell_receipt(dossier_id=dossier_id, receipt_id=receipt_id, now=event.now)


SUBSCRIPTIONS = {
    DossierSubmitted.name: (InBatches(bill), InBatches(announce_filing)),
    DossierMoved.name: (announce_move, post_result, call_off_parcels),
    ParcelMoved.name: (note_parcel,),
    ParcelLate.name: (note_late_parcel,),
    ResultApproved.name: (sign,),
    PartApproved.name: (sign_approved_part,),
    DocumentApproved.name: (sign_approved_document,),
    OrderPaid.name: (note_payment, tell_of_link),
    OrderPaidInPart.name: (tell_of_part,),
    PaymentReversed.name: (note_reversal,),
    RefundAsked.name: (tell_of_refund,),
    RefundDone.name: (tell_of_refund,),
    ReceiptReady.name: (announce_receipt,),
}
