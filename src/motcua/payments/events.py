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
