"""Receipts that follow the money: what the ledger says was kept, the last receipt says too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.receipts.actions.entering import RETURNED, Content, enter, lines_of, to_receipt
from motcua.receipts.enums import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.receipts.models import Due, Receipt

_CAME_BACK = "Tiền đã hoàn cho người nộp"
_CAME_AGAIN = "Tiền đã hoàn được thu lại"


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
        payer_name=last.payer_name,
        lines=lines_of(due.order, kept, RETURNED),
        amount=kept,
        reason=_CAME_BACK if kept < last.amount else _CAME_AGAIN,
    )
    return enter(due, content, actor=actor, now=now)
