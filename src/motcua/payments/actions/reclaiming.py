"""Money that left twice: how it came back, or that it did not, as two accountants agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.payments.actions.authorising import require_keeper
from motcua.payments.actions.booking import book, clearing, hold, other, suspense
from motcua.payments.actions.proposing import Terms, ask
from motcua.payments.enums import AccountKind, Provider, Remedy
from motcua.payments.errors import MoneyNotUnclear, NothingTwice, RefundNotFound
from motcua.payments.models import LedgerTransaction, Reversal
from motcua.payments.queries.returns import owed_twice
from motcua.payments.queries.unclear import SETTLED, left_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Settlement


@dataclass(frozen=True, slots=True)
class Reclaim:
    """What an accountant wants done with money that somebody has twice, and why.

    `booking_id` is unclear money that came back for it; None where none did.
    """

    reversal_id: int
    remedy: Remedy
    reason: str
    booking_id: int | None = None


@transaction.atomic
def propose_reclaim(*, actor: Actor, reclaim: Reclaim, now: datetime) -> Settlement:
    """Say how money that left twice came back, or that the bank owes it; nothing moves yet.

    Raises `RefundNotFound`, `NotAllowed`, `NothingTwice`, `SettlementTaken` while something is
    proposed for either, `MoneyNotUnclear` where nothing is left of what came back.
    """
    found = Reversal.objects.select_related("order").filter(pk=reclaim.reversal_id).first()
    if found is None:
        raise RefundNotFound
    require_keeper(actor, found.order, now)
    amount = owed_twice(found)
    if not amount:
        raise NothingTwice
    booking = None
    if reclaim.remedy == Remedy.BACK:
        rows = LedgerTransaction.objects.select_related("order").filter(pk=reclaim.booking_id or 0)
        if (booking := rows.first()) is None:
            raise MoneyNotUnclear
        require_keeper(actor, booking.order, now)
        amount = min(amount, left_of(booking.pk))
        if not amount:
            raise MoneyNotUnclear
    terms = Terms(reclaim.remedy, amount, reclaim.reason, booking=booking)
    return ask(found, terms, actor=actor, now=now)


def settle_twice(settlement: Settlement, reversal: Reversal, *, now: datetime) -> None:
    """Book what two people agreed to: what hung in suspense hangs there no more.

    Raises `NothingTwice`, `MoneyNotUnclear` where nothing is left of what came back.
    """
    provider = reversal.provider
    held = {f"{provider}:{reversal.original}"}
    if settlement.of is not None:
        held.add(settlement.of.key)
    for key in sorted(held):
        hold(key)
    settlement.amount = min(settlement.amount, owed_twice(reversal))
    if not settlement.amount:
        raise NothingTwice
    if settlement.of is not None:
        settlement.amount = min(settlement.amount, left_of(settlement.of.pk))
        if not settlement.amount:
            raise MoneyNotUnclear
        where = suspense(settlement.of.key.partition(":")[0])
    elif settlement.remedy == Remedy.HAND:
        where = clearing(Provider.HAND)
    else:
        where = other(AccountKind.GAP, provider)
    sides = [(where, settlement.amount), (suspense(provider), -settlement.amount)]
    key = f"{SETTLED}{settlement.pk}"
    book(key, sides, order=reversal.order, description="reclaimed", now=now)
