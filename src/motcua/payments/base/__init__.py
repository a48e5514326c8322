"""What a payment provider must do, and the words it speaks with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

EventKind = Literal["paid", "cancelled", "expired", "received", "charged_back", "refunded", "other"]


@dataclass(frozen=True, slots=True)
class Payable:
    """What a provider needs to know of an attempt to pay."""

    reference: str
    amount: int
    description: str
    expires_at: datetime
    return_url: str
    language: str


@dataclass(frozen=True, slots=True)
class Word:
    """A provider's verified word: `reference` names an attempt or an order, `amount` is in đồng.

    `received` is money on an account whose content may name an order; `paid` is an attempt paid.
    `charged_back` and `refunded` are money that left again: `transaction` is their own, `original`
    the one that they undo, and `reference` of `refunded` is the refund's.
    """

    event_id: str
    kind: EventKind
    name: str
    reference: str
    amount: int | None
    transaction: str
    original: str = ""


class RedirectGateway(Protocol):
    """A gateway the payer is sent to, and that later tells the server what happened."""

    @property
    def name(self) -> str:
        """The provider's name in the ledger and in the words it sends."""

    def address(self, payable: Payable, *, now: datetime) -> str:
        """Give the signed address to send the payer to."""

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify and read a server-to-server message. Raises `SignatureWrong`, `EventMalformed`."""

    def read_return(self, fields: list[tuple[str, str]]) -> Word:
        """Verify and read a payer's return; it says where he is, not what was paid.

        Raises `SignatureWrong`.
        """

    def refund(self, reference: str, transaction: str, amount: int, reason: str) -> str:
        """Send money of a transaction back; give the refund's own transaction.

        The same reference moves money once. Raises `RefundRefused`.
        """

    def query(self, reference: str) -> Word | None:
        """Ask the provider for the truth about an attempt; None when it knows of none."""
