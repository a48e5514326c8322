"""Telling a phone how its payment ended, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.payments.enums import Provider
from motcua.texting.actions.sending import send
from motcua.texting.base import amount, answer
from motcua.texting.models import PayIntent
from motcua.texting.queries import agency_called, refused_because

if TYPE_CHECKING:
    from datetime import datetime


def tell_end(*, order_id: int, now: datetime) -> None:
    """Tell the phones that asked to pay an order that it was paid. Raises the carrier's errors."""
    waiting = PayIntent.objects.filter(order=order_id, attempt__isnull=False, told_at=None)
    for intent in waiting.select_related("order", "text", "attempt"):
        order = intent.order
        facts = {"amount": amount(order.amount), "reference": order.reference}
        if order.paid_by == Provider.WALLET and not _is_refused(intent):
            agency = agency_called(order.agency_id)
            text = answer("done", intent.language, **facts, agency=agency)
        else:
            text = answer("paid", intent.language, **facts)
        _tell(intent, text, now)


def tell_refusal(*, attempt_id: int, now: datetime) -> None:
    """Tell a phone why its wallet did not pay. Raises the carrier's errors."""
    waiting = PayIntent.objects.filter(attempt=attempt_id, told_at=None)
    for intent in waiting.select_related("order", "text", "attempt"):
        assert intent.attempt is not None
        why = refused_because(intent.attempt.refusal, intent.language)
        text = answer("refused", intent.language, reference=intent.order.reference, why=why)
        _tell(intent, text, now)


def _is_refused(intent: PayIntent) -> bool:
    return intent.attempt is None or bool(intent.attempt.refusal)


def _tell(intent: PayIntent, text: str, now: datetime) -> None:
    send(reference=f"tin-ket-{intent.text.public_id}", phone=intent.text.sender, text=text)
    PayIntent.objects.filter(pk=intent.pk).update(told_at=now)
