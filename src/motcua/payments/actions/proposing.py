"""What two people settle: one proposes with a reason, and the other one's word is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from motcua.agencies.queries.humans import is_second_person
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.authorising import official
from motcua.payments.actions.telling import tell_of_settlement
from motcua.payments.enums import Remedy, SettlementState
from motcua.payments.errors import SettlementTaken
from motcua.payments.models import (
    Difference,
    LedgerTransaction,
    Order,
    RefundProposal,
    Reversal,
    Settlement,
)

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


Row = TypeVar("Row", RefundProposal, Settlement)


def propose(
    kind: type[Row], of: dict[str, Any], facts: dict[str, Any], *, actor: Actor, now: datetime
) -> Row | None:
    """Write a proposal of a kind down for what it is `of`; None while one waits for that.

    Nothing moves by it. Raises `NotAllowed` for who is no official.
    """
    by = {"asked_by": official(actor), "asked_at": now}
    row, made = kind._default_manager.get_or_create(  # noqa: SLF001 - Django's own way to ask
        **of, state=SettlementState.ASKED, defaults={**facts, **by}
    )
    return row if made else None


def decide(row: RefundProposal | Settlement, *, actor: Actor, agrees: bool, now: datetime) -> bool:
    """Note on a locked proposal who decided it, and how; give whether it still waited.

    The caller saves it, with what follows. Raises `NotAllowed` for who proposed it and agrees.
    """
    if row.state != SettlementState.ASKED:
        return False
    if agrees and not is_second_person(actor.official_id, row.asked_by):
        raise NotAllowed
    row.state = SettlementState.DONE if agrees else SettlementState.REFUSED
    row.decided_by, row.decided_at = official(actor), now
    return True


@dataclass(frozen=True, slots=True)
class Terms:
    """What is proposed: how, for how many đồng, why; for which order or from which booking, if any.

    `booking` is unclear money that makes up for what left twice.
    """

    remedy: Remedy
    amount: int
    reason: str
    order: Order | None = None
    booking: LedgerTransaction | None = None


_NAMES = {LedgerTransaction: "of", Difference: "difference", Reversal: "reversal"}


def ask(
    of: LedgerTransaction | Difference | Reversal, terms: Terms, *, actor: Actor, now: datetime
) -> Settlement:
    """Write a proposal down for unclear money, a difference or what left twice.

    Nothing moves by it. Raises `SettlementTaken` while something is proposed for it.
    """
    facts: dict[str, Any] = {
        "remedy": terms.remedy,
        "order": terms.order,
        "amount": terms.amount,
        "reason": terms.reason,
    }
    if terms.booking is not None:
        facts["of"] = terms.booking
        if terms.booking.settlements.filter(state=SettlementState.ASKED).exists():
            raise SettlementTaken
    settlement = propose(Settlement, {_NAMES[type(of)]: of}, facts, actor=actor, now=now)
    if settlement is None:
        raise SettlementTaken
    record("propose_settlement", settlement, actor=actor, now=now)
    tell_of_settlement(settlement, now=now)
    return settlement


def record(act: str, settlement: Settlement, *, actor: Actor, now: datetime) -> None:
    """Write what was done with a proposal into the audit log."""
    about = settlement.reversal or settlement.of
    order = settlement.order or (about.order if about else None)
    audit.record(
        actor=actor,
        action=f"payments.{act}",
        subject=("settlement", str(settlement.public_id)),
        agency_id=order.agency_id if order else audit.NODE,
        now=now,
        data={"amount": settlement.amount, "remedy": str(settlement.remedy)},
    )
