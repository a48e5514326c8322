"""Receipts that follow the money: what the ledger says was kept, the last receipt says too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.receipts.actions.entering import (
    RETURNED,
    Content,
    enter,
    lines_of,
    lock_due,
    to_receipt,
)
from motcua.receipts.base import Payer
from motcua.receipts.enums import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.receipts.models import Due, Receipt

_CAME_BACK = "Tiền đã hoàn cho người nộp"
_CAME_AGAIN = "Tiền đã hoàn được thu lại"


@transaction.atomic
def follow_money(*, actor: Actor, order_id: int, now: datetime) -> Receipt | None:
    """Have the receipts of an order say what the ledger says was kept of it.

    All gone back cancels, a part adjusts; what came again after the node itself had cancelled or
    adjusted is adjusted back. What agrees already, and what two accountants cancelled, stays: None.
    Only the node itself does this. Raises `SeriesMissing`, `SeriesFull`: the sweep tries again.
    """
    if actor != SYSTEM:
        raise NotAllowed
    due = lock_due(order_id)
    if due is None:
        return None
    receipt = follow(due, actor=actor, now=now) if due.latest is not None else None
    if due.is_behind:
        due.is_behind = False
        due.save(update_fields=["is_behind"])
    return receipt


def follow(due: Due, *, actor: Actor, now: datetime) -> Receipt | None:
    """Give a locked order whose last receipt says another amount than the ledger its next one.

    None where they agree, and where two accountants cancelled what is kept.
    """
    last = due.latest
    assert last is not None
    kept = to_receipt(due)
    is_by_two = last.decided_by is not None
    if kept == last.amount or (kept > last.amount and is_by_two):
        return None
    # What follows a cancellation issues anew.
    kind = Kind.ADJUSTMENT if last.kind != Kind.CANCELLATION else Kind.REPLACEMENT
    content = Content(
        kind=kind if kept else Kind.CANCELLATION,
        payer=Payer(last.payer_name, last.payer_tax_code),
        lines=lines_of(due.order, kept, RETURNED),
        amount=kept,
        reason=_CAME_BACK if kept < last.amount else _CAME_AGAIN,
    )
    return enter(due, content, actor=actor, now=now)
