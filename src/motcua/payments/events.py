"""What happened to money, for the rooms above. Payloads hold ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RefundAsked(Event):
    """Money of an order is to go back to who paid it."""

    name: ClassVar[str] = "payments.refund_asked"
    refund_id: int


@dataclass(frozen=True, slots=True)
class OrderPaid(Event):
    """An order was paid in full; `subject_id` is what it was for."""

    name: ClassVar[str] = "payments.order_paid"
    order_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class OrderPaidInPart(Event):
    """Money came for an order that it does not cover; the order says how much is still owed."""

    name: ClassVar[str] = "payments.order_paid_in_part"
    order_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class RefundDone(Event):
    """The provider sent money back and it is booked; `Refund` has how much and of what.

    `order_id` is 0 where the money never belonged to an order. Comes once a refund.
    """

    name: ClassVar[str] = "payments.refund_done"
    refund_id: int
    order_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class RefundRefused(Event):
    """Money does not go back: its provider refused, or it was taken back before it was sent.

    Accountants have it on their page of returns; `Refund.state` says which.
    """

    name: ClassVar[str] = "payments.refund_refused"
    refund_id: int
    order_id: int


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """A provider took money of an order back, and the ledger has it; `Reversal` says how much.

    Comes for each order whose income shrank. The order says where it stands now: `reversed` where
    what is left no longer covers it, and then a fresh order may follow for the same debt; `paid`
    still after a refund that was made at the provider (`ReversalKind.OUTSIDE`).
    """

    name: ClassVar[str] = "payments.payment_reversed"
    reversal_id: int
    order_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class WalletSaidNo(Event):
    """A wallet's owner or provider refused to pay an order."""

    name: ClassVar[str] = "payments.wallet_said_no"
    attempt_id: int


@dataclass(frozen=True, slots=True)
class MoneyGoneTwice(Event):
    """What a provider took back had gone back by a refund of ours as well.

    `Reversal` says how much. `order_id` is 0 where the money never belonged to an order.
    """

    name: ClassVar[str] = "payments.money_gone_twice"
    reversal_id: int
    order_id: int


@dataclass(frozen=True, slots=True)
class ReversalWaits(Event):
    """A provider says it took back what never came, or more than came: that is not booked.

    Accountants have it on their page. `order_id` is 0 where nobody knows of an order.
    """

    name: ClassVar[str] = "payments.reversal_waits"
    reversal_id: int
    order_id: int
