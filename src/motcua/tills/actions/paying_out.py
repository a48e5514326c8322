"""Cash that goes back to a payer: out of a drawer or the safe, with its booking, once."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.booking import cash, lock_account
from motcua.payments.actions.refunding import end_in_cash, lock_cash_refund
from motcua.payments.enums import AccountKind, RefundState
from motcua.payments.errors import RefundNotFound
from motcua.payments.queries.entries import cash_lying
from motcua.tills.actions.drawers import TAKERS, account_of
from motcua.tills.enums import DrawerState, Proof
from motcua.tills.errors import (
    CodeWrong,
    DrawerNotOpen,
    PayOutOver,
    ReceiverUnnamed,
    ReceiverUnproved,
    TooMuchCash,
)
from motcua.tills.models import Drawer, PayOut
from motcua.tills.queries import given_on, lies_in

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import LedgerAccount, Refund

_WAITS = {RefundState.ASKED, RefundState.REFUSED}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who fetches cash: his name, the code that he was told, whether he signed the voucher."""

    name: str
    code: str
    has_signed: bool


@transaction.atomic
def pay_out(
    *, actor: Actor, refund_id: int, receiver: Receiver, from_safe: bool, now: datetime
) -> PayOut:
    """Give cash back to a payer, as two accountants agreed; a second call changes nothing.

    Out of one's own open drawer; an accountant may take it out of the safe. Never more than lies
    there. Raises `RefundNotFound`, `NotAllowed`, `PayOutOver`, `ReceiverUnnamed`, `CodeWrong`,
    `ReceiverUnproved`, `DrawerNotOpen`, `TooMuchCash`, `NothingToRefund`.
    """
    refund = lock_cash_refund(refund_id)
    agency_id = _require_payer(actor, refund)
    assert actor.official_id is not None
    if (known := PayOut.objects.filter(refund=refund).first()) is not None:
        return known
    if refund.state not in _WAITS:
        raise PayOutOver
    proof = _proved(refund, receiver)
    drawer = None if from_safe else _open_drawer(actor, agency_id)
    account = account_of(drawer) if drawer else _safe(actor, agency_id)
    has = lies_in(drawer) - given_on(drawer) if drawer else cash_lying(AccountKind.SAFE, agency_id)
    if refund.amount > has:
        raise TooMuchCash(has=has)
    end_in_cash(refund, account, actor=actor, now=now)
    made = PayOut.objects.create(
        refund=refund,
        agency_id=agency_id,
        drawer=drawer,
        amount=refund.amount,
        receiver=receiver.name.strip()[:100],
        proof=proof,
        paid_by_id=actor.official_id,
        paid_at=now,
    )
    audit.record(
        actor=actor,
        action="tills.pay_out",
        subject=("refund", refund.reference),
        agency_id=agency_id,
        now=now,
        data={"amount": refund.amount, "proof": proof, "from": "drawer" if drawer else "safe"},
    )
    return made


def _require_payer(actor: Actor, refund: Refund) -> int:
    """Give the agency whose cash it is. Raises `RefundNotFound` for strangers, `NotAllowed`."""
    assert refund.order is not None
    agency_id = refund.order.agency_id
    if not actor.powers_over(agency_id):
        raise RefundNotFound
    if actor.official_id is None or agency_id not in actor.agencies(*TAKERS):
        raise NotAllowed
    return agency_id


def _proved(refund: Refund, receiver: Receiver) -> Proof:
    """Say what shows that it is given to whom it belongs.

    Raises `ReceiverUnnamed`, `CodeWrong`, `ReceiverUnproved`.
    """
    if not receiver.name.strip():
        raise ReceiverUnnamed
    typed = "".join(receiver.code.split()).upper()
    knows = hmac.compare_digest(typed.encode(), refund.reference.encode())
    if typed and not knows:
        raise CodeWrong
    if not knows and not receiver.has_signed:
        raise ReceiverUnproved
    return Proof.CODE if knows else Proof.SIGNATURE


def _open_drawer(actor: Actor, agency_id: int) -> Drawer:
    drawers = Drawer.objects.select_for_update().filter(
        official=actor.official_id, agency=agency_id, state=DrawerState.OPEN
    )
    drawer = drawers.first()
    if drawer is None:
        raise DrawerNotOpen
    return drawer


def _safe(actor: Actor, agency_id: int) -> LedgerAccount:
    """Lock an agency's safe, so that who comes second reads what is left. Raises `NotAllowed`."""
    actor.require_role(Role.ACCOUNTANT, agency_id=agency_id)
    return lock_account(cash(AccountKind.SAFE, agency_id))
