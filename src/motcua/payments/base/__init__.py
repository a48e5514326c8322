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
class Slip:
    """What a terminal printed: its number, the approval's code, the last four signs of the card.

    `refusal` is why nothing was paid.
    """

    number: str = ""
    approval: str = ""
    last_four: str = ""
    refusal: str = ""


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
    slip: Slip | None = None


class MovesMoney(Protocol):
    """What every provider can be asked by wire: what became of an attempt, and to send back."""

    @property
    def name(self) -> str:
        """The provider's name in the ledger and in the words it sends."""

    def refund(self, reference: str, transaction: str, amount: int, reason: str) -> str:
        """Send money of a transaction back; give the refund's own transaction.

        The same reference moves money once. Raises `RefundRefused`.
        """

    def query(self, reference: str) -> Word | None:
        """Ask the provider for the truth about an attempt; None when it knows of none."""


class RedirectGateway(MovesMoney, Protocol):
    """A gateway the payer is sent to, and that later tells the server what happened."""

    def address(self, payable: Payable, *, now: datetime) -> str:
        """Give the signed address to send the payer to."""

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify and read a server-to-server message. Raises `SignatureWrong`, `EventMalformed`."""

    def read_return(self, fields: list[tuple[str, str]]) -> Word:
        """Verify and read a payer's return; it says where he is, not what was paid.

        Raises `SignatureWrong`.
        """


@dataclass(frozen=True, slots=True)
class WalletAnswer:
    """What a wallet's provider says of a request: it waits for the payer, is paid, or refused.

    `reason` is the provider's word where it refused; `transaction` its number where it is paid.
    """

    state: Literal["waiting", "paid", "refused", "unknown"]
    reason: str = ""
    transaction: str = ""


class Wallet(MovesMoney, Protocol):
    """Mobile money: the payer's phone is asked, and he agrees on it with his PIN."""

    def ask(self, reference: str, phone: str, amount: int, description: str) -> WalletAnswer:
        """Have a phone asked to pay; the same reference asks once.

        Raises `httpx.HTTPError`, `EventMalformed`.
        """

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> tuple[Word, str]:
        """Verify and read a message; with it the reason of a refusal.

        Raises `SignatureWrong`, `EventMalformed`.
        """


class Terminal(MovesMoney, Protocol):
    """A machine at a counter that takes cards and scans; its server says what was paid."""

    def charge(self, reference: str, terminal: str, amount: int, description: str) -> Word:
        """Have a terminal ask for money; the same reference asks once.

        Gives where it stands, as `query` does. Raises `TerminalRefused`, `httpx.HTTPError`,
        `SignatureWrong`, `EventMalformed`.
        """

    def cancel(self, reference: str, terminal: str, amount: int, description: str) -> Word:
        """Have a terminal ask no more for what `charge` was told, whether that came or not.

        Gives where it stands: what was paid stays paid. Raises as `charge`.
        """

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify and read a message. Raises `SignatureWrong`, `EventMalformed`."""
