"""What two people settle: one proposes with a reason, and the other one's word is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel import audit
from motcua.payments.actions.authorising import official
from motcua.payments.enums import Remedy, SettlementState
from motcua.payments.errors import SettlementTaken
from motcua.payments.models import Difference, LedgerTransaction, Order, Settlement

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Terms:
    """What is proposed: how, for how many đồng, why, and for which order, if for one."""

    remedy: Remedy
    amount: int
    reason: str
    order: Order | None = None


def ask(
    of: LedgerTransaction | Difference, terms: Terms, *, actor: Actor, now: datetime
) -> Settlement:
    """Write a proposal down for unclear money or a difference; nothing moves by it.

    Raises `SettlementTaken` while something is proposed for it.
    """
    name = "difference" if isinstance(of, Difference) else "of"
    settlement, made = Settlement.objects.get_or_create(
        **{name: of},
        state=SettlementState.ASKED,
        defaults={
            "remedy": terms.remedy,
            "order": terms.order,
            "amount": terms.amount,
            "reason": terms.reason,
            "asked_by": official(actor),
            "asked_at": now,
        },
    )
    if not made:
        raise SettlementTaken
    record("propose_settlement", settlement, actor=actor, now=now)
    return settlement


def record(act: str, settlement: Settlement, *, actor: Actor, now: datetime) -> None:
    """Write what was done with a proposal into the audit log."""
    order = settlement.order or (settlement.of.order if settlement.of else None)
    audit.record(
        actor=actor,
        action=f"payments.{act}",
        subject=("settlement", str(settlement.public_id)),
        agency_id=order.agency_id if order else audit.NODE,
        now=now,
        data={"amount": settlement.amount, "remedy": str(settlement.remedy)},
    )
