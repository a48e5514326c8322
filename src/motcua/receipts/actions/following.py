"""Receipts that follow the money: what the ledger says was kept, the last receipt says too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.receipts.actions.entering import (
    RETURNED,
    Content,
    Debt,
    enter,
    lines_of,
    lock_debts,
)
from motcua.receipts.base import Payer
from motcua.receipts.enums import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.receipts.models import Receipt

# As they are kept; pages and messages say them in the reader's language.
_CAME_BACK = gettext_noop("Tiền đã hoàn cho người nộp")
_CAME_AGAIN = gettext_noop("Tiền đã hoàn được thu lại")


@transaction.atomic
def follow_money(*, actor: Actor, order_id: int, now: datetime) -> Receipt | None:
    """Have the receipts of an order say what the ledger says was kept of it.

    All gone back cancels, a part adjusts; what came again after the node itself had cancelled or
    adjusted is adjusted back. What agrees already, and what two accountants cancelled, stays: None.
    Only the node itself does this. Raises `SeriesMissing`, `SeriesFull`: the sweep tries again.
    """
    if actor != SYSTEM:
        raise NotAllowed
    debt = lock_debts([order_id]).get(order_id)
    if debt is None:
        return None
    due = debt.due
    receipt = follow(debt, actor=actor, now=now) if due.latest is not None else None
    if due.is_behind:
        due.is_behind = False
        due.save(update_fields=["is_behind"])
    return receipt


def follow(debt: Debt, *, actor: Actor, now: datetime) -> Receipt | None:
    """Give a locked order whose last receipt says another amount than the ledger its next one.

    None where they agree, and where two accountants cancelled what is kept.
    """
    last, kept = debt.due.latest, debt.to_receipt
    assert last is not None
    is_by_two = last.decided_by is not None
    if kept == last.amount or (kept > last.amount and is_by_two):
        return None
    return _say(debt, kept, actor=actor, now=now)


def yield_to(debt: Debt, came: int, *, actor: Actor, now: datetime) -> None:
    """Have receipts of a debt's elder orders say no more than leaves a locked one what came for it.

    Otherwise a debt that is paid again in part would have a receipt over nothing, where those have
    not followed their money yet. The latest of them yields first.
    """
    short = came - (debt.due.order.amount - debt.said_elsewhere)
    for other in reversed(debt.others):
        less = min(short, other.latest.amount) if other.latest is not None else 0
        if less > 0 and other.latest is not None:
            left = other.latest.amount - less
            _say(Debt(other, debt.kept, ()), left, actor=actor, now=now)
            short -= less


def _say(debt: Debt, kept: int, *, actor: Actor, now: datetime) -> Receipt:
    last = debt.due.latest
    assert last is not None
    # What follows a cancellation issues anew.
    kind = Kind.ADJUSTMENT if last.kind != Kind.CANCELLATION else Kind.REPLACEMENT
    content = Content(
        kind=kind if kept else Kind.CANCELLATION,
        payer=Payer(last.payer_name, last.payer_tax_code),
        lines=lines_of(debt.due.order, kept, RETURNED),
        amount=kept,
        reason=_CAME_BACK if kept < last.amount else _CAME_AGAIN,
    )
    return enter(debt, content, actor=actor, now=now)
