"""The voucher of cash that goes back: signed by who fetches it where he knows no code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.queries import letterhead, official_name
from motcua.desk.tills.paying import require_taker
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.money import show
from motcua.kernel.numerals import money_words
from motcua.payments.enums import RefundState
from motcua.payments.errors import RefundNotFound
from motcua.payments.queries.returns import cash_refund
from motcua.tills.queries import pay_out_of
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_LANGUAGE = "vi"


def voucher(actor: Actor, refund_id: int, now: datetime) -> bytes:
    """Set the voucher of a cash refund as PDF. Raises what `voucher_words` does."""
    return render_pdf("slips/voucher.typ", voucher_words(actor, refund_id, now), at=now)


def voucher_words(actor: Actor, refund_id: int, now: datetime) -> dict[str, Any]:
    """Give what the voucher says: with room to sign, or what was paid out to whom and when.

    Never the code by which somebody else would fetch the money. Raises `NotAllowed` for who takes
    no money, `RefundNotFound` for another agency's, for what is no cash and for what is not paid
    out any more.
    """
    refund = cash_refund(refund_id, require_taker(actor))
    assert refund.order is not None
    paid, agency = pay_out_of(refund.pk), letterhead(refund.order.agency_id)
    if paid is None and refund.state == RefundState.DONE:
        raise RefundNotFound  # it was paid another way, by a document of its own
    proposal = getattr(refund, "proposal", None)
    agreed = [proposal.asked_by, proposal.decided_by] if proposal else []
    return {
        "title": "Phiếu chi",
        "demo": settings.DEMO,
        "agency": {"parent": agency.parent, "name": agency.name},
        "number": f"{refund.order.reference}-{refund.pk}",
        "place": agency.place,
        "date": civil_date(paid.paid_at if paid else now).isoformat(),
        "receiver": paid.receiver if paid else "",
        "paid_at": civil(paid.paid_at).isoformat(timespec="seconds") if paid else "",
        "reason": f"Hoàn tiền đã nộp: {refund.order.description}",
        "order": refund.order.reference,
        "amount": show(refund.amount, _LANGUAGE),
        "words": money_words(refund.amount),
        "agreed": [official_name(one) for one in agreed if one],
        "payer": paid.paid_by.full_name if paid else "",
    }
