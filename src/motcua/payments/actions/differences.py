"""Differences of a statement and the ledger: one proposes what becomes of it, another agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.actions.booking import book, clearing, other, suspense
from motcua.payments.actions.proposing import Terms, ask
from motcua.payments.actions.reconciling import lock_difference
from motcua.payments.enums import AccountKind, DifferenceKind, DifferenceState, LineState, Remedy
from motcua.payments.errors import DifferenceGone, RemedyUnfit
from motcua.payments.queries.unclear import ADJUSTED

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Difference, Settlement


def remedies_for(difference: Difference) -> tuple[Remedy, ...]:
    """Give how a difference may be settled; nothing while its line may still come."""
    if difference.kind == DifferenceKind.WAITING:
        return ()
    more = Remedy.UNCLEAR if difference.amount > 0 else Remedy.FEE
    fits = difference.line_id is not None
    return (more, Remedy.GAP, Remedy.EXPLAINED) if fits else (Remedy.GAP, Remedy.EXPLAINED)


@transaction.atomic
def propose_for_difference(
    *, actor: Actor, difference_id: UUID, remedy: Remedy, reason: str, now: datetime
) -> Settlement:
    """Say what becomes of a difference; nothing moves until another accountant agrees.

    Raises `NotAllowed`, `DifferenceNotFound`, `DifferenceGone`, `RemedyUnfit`, `SettlementTaken`.
    """
    difference = lock_difference(difference_id)
    require_statement_keeper(actor, now)
    if remedy not in remedies_for(difference):
        raise RemedyUnfit
    return ask(difference, Terms(remedy, difference.amount, reason), actor=actor, now=now)


def settle_difference(settlement: Settlement, *, now: datetime) -> None:
    """Book what two people agreed to, and keep line and booking as settled.

    Raises `DifferenceGone` where it has resolved meanwhile, or is another amount now.
    """
    assert settlement.difference is not None
    difference = lock_difference(settlement.difference.public_id)
    if difference.amount != settlement.amount or not remedies_for(difference):
        raise DifferenceGone
    provider = difference.account.provider
    against = {
        Remedy.UNCLEAR: lambda: suspense(provider),
        Remedy.FEE: lambda: other(AccountKind.FEE, provider),
        Remedy.GAP: lambda: other(AccountKind.GAP, provider),
    }
    if give := against.get(Remedy(settlement.remedy)):
        sides = [(clearing(provider), settlement.amount), (give(), -settlement.amount)]
        key = f"{provider}:{ADJUSTED}{settlement.pk}"
        book(key, sides, order=None, description="statement", now=now)
    difference.state, difference.ended_at = DifferenceState.SETTLED, now
    difference.save(update_fields=["state", "ended_at"])
    if difference.line is not None:
        difference.line.state = LineState.SETTLED
        difference.line.save(update_fields=["state"])
