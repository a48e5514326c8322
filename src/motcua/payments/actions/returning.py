"""Accountants and money that goes back: one proposes, another agrees; what failed is ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit, events
from motcua.payments.actions.authorising import official, require_keeper
from motcua.payments.actions.booking import hold
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.proposing import decide, propose
from motcua.payments.actions.refunding import ask_part, end_by_hand, fresh_reference
from motcua.payments.actions.stopping import locked
from motcua.payments.actions.telling import tell_of_proposal
from motcua.payments.enums import Provider, RefundState
from motcua.payments.errors import NothingToRefund, RefundNotFound, RefundTaken
from motcua.payments.events import RefundAsked
from motcua.payments.models import Refund, RefundProposal, Reversal
from motcua.payments.queries.paid import paid_with, room_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

BY_ACCOUNTANTS = "accountants"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an accountant wants sent back of an order, and why.

    `transaction` is one that paid it, with its `provider`; `amount` is in đồng.
    """

    order_id: int
    provider: str
    transaction: str
    amount: int
    reason: str


@transaction.atomic
def propose_refund(*, actor: Actor, wanted: Wanted, now: datetime) -> RefundProposal:
    """Say that money of an order is to go back; nothing moves until another accountant agrees.

    Raises `OrderNotFound`, `NotAllowed`, `NothingToRefund` where less is left of the transaction,
    `RefundTaken` while a proposal for it waits.
    """
    order = lock_order(wanted.order_id)
    require_keeper(actor, order, now)
    left = {(part.provider, part.transaction): part.left for part in paid_with(order)}
    most = left.get((wanted.provider, wanted.transaction), 0)
    if not 0 < wanted.amount <= most:
        raise NothingToRefund(left=most)
    of = {"order": order, "provider": wanted.provider, "transaction": wanted.transaction}
    facts = {"amount": wanted.amount, "reason": wanted.reason}
    proposal = propose(RefundProposal, of, facts, actor=actor, now=now)
    if proposal is None:
        raise RefundTaken
    record(order, "payments.propose_refund", actor=actor, now=now, amount=wanted.amount)
    tell_of_proposal(proposal, now=now)
    return proposal


@transaction.atomic
def decide_refund(
    *, actor: Actor, proposal_id: UUID, agrees: bool, now: datetime
) -> RefundProposal:
    """Agree to a refund, which then is asked for, or refuse it; a second call changes nothing.

    Raises `RefundNotFound`, `NotAllowed` also for who proposed it, `NothingToRefund` where less is
    left of the transaction by now.
    """
    found = RefundProposal.objects.select_related("order").filter(public_id=proposal_id).first()
    if found is None:
        raise RefundNotFound
    require_keeper(actor, found.order, now)
    lock_order(found.order_id)
    proposal = RefundProposal.objects.select_for_update().get(pk=found.pk)
    if not decide(proposal, actor=actor, agrees=agrees, now=now):
        return proposal
    if agrees:
        proposal.refund = ask_part(
            actor=actor,
            order_id=proposal.order_id,
            source=(proposal.provider, proposal.transaction),
            amount=proposal.amount,
            reason=BY_ACCOUNTANTS,
            now=now,
        )
    proposal.save()
    act = "payments.agree_refund" if agrees else "payments.decline_refund"
    record(found.order, act, actor=actor, now=now, amount=proposal.amount)
    return proposal


@transaction.atomic
def ask_again(*, actor: Actor, refund_id: int, now: datetime) -> Refund:
    """Ask the provider once more for a refund that it refused; one under way is left alone.

    Raises `RefundNotFound`, `NotAllowed`, `NothingToRefund` where less is left of the transaction.
    """
    refund = _refused(actor, refund_id, now)
    if refund.state != RefundState.REFUSED:
        return refund
    _require_room(refund)
    # Under the old reference the provider gives its old answer.
    refund.reference, refund.state = fresh_reference(), RefundState.ASKED
    refund.ended_at = refund.sent_at = None
    refund.save(update_fields=["reference", "state", "sent_at", "ended_at"])
    _record_refund(refund, "payments.ask_refund_again", actor=actor, now=now)
    agency = refund.order.agency_id if refund.order else audit.NODE
    events.emit(RefundAsked(refund_id=refund.pk), agency_id=agency, now=now)
    return refund


@transaction.atomic
def note_paid_by_hand(*, actor: Actor, refund_id: int, document: str, now: datetime) -> Refund:
    """Note that a refund was paid another way, by which document; book it.

    One that its provider refused, or that waits to be fetched in cash.

    A second call changes nothing. Raises `RefundNotFound`, `NotAllowed`, `NothingToRefund` where
    less is left of the transaction.
    """
    refund = _refused(actor, refund_id, now)
    waits = refund.provider == Provider.CASH and refund.state == RefundState.ASKED
    if refund.state != RefundState.REFUSED and not waits:
        return refund
    _require_room(refund)
    return end_by_hand(refund, document, actor=actor, now=now)


@transaction.atomic
def handle_reversal(*, actor: Actor, reversal_id: int, note: str, now: datetime) -> Reversal:
    """Note what was done about money that a provider took back; the first note stays.

    Raises `RefundNotFound`, `NotAllowed`.
    """
    reversal = (
        Reversal.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk=reversal_id)
        .first()
    )
    if reversal is None:
        raise RefundNotFound
    require_keeper(actor, reversal.order, now)
    if reversal.handled_at is None:
        reversal.note, reversal.handled_by, reversal.handled_at = note, official(actor), now
        reversal.save(update_fields=["note", "handled_by", "handled_at"])
        audit.record(
            actor=actor,
            action="payments.handle_reversal",
            subject=("reversal", reversal.transaction),
            agency_id=reversal.order.agency_id if reversal.order else audit.NODE,
            now=now,
            data={"amount": reversal.amount},
        )
    return reversal


def _refused(actor: Actor, refund_id: int, now: datetime) -> Refund:
    """Hold the transaction of a refund, lock its order and it. Raises `RefundNotFound`."""
    found = Refund.objects.select_related("order").filter(pk=refund_id).first()
    if found is None:
        raise RefundNotFound
    require_keeper(actor, found.order, now)
    hold(f"{found.provider}:{found.transaction}")
    if found.order_id is not None:
        lock_order(found.order_id)
    return locked(Refund.objects.filter(pk=refund_id)).get()


def _require_room(refund: Refund) -> None:
    """Demand that what is left of a transaction covers a refund. Raises `NothingToRefund`."""
    if (left := room_of(refund)) < refund.amount:
        raise NothingToRefund(left=max(0, left))


def _record_refund(refund: Refund, act: str, *, actor: Actor, now: datetime) -> None:
    if refund.order is not None:
        record(refund.order, act, actor=actor, now=now, amount=refund.amount)
        return
    subject = ("refund", refund.reference)
    data = {"amount": refund.amount}
    audit.record(actor=actor, action=act, subject=subject, agency_id=audit.NODE, now=now, data=data)
