"""What a carrier of messages must do, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from motcua.notifications.enums import Kind, Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# What is not named here tells of a dossier and is a notice.
KINDS: Mapping[str, Kind] = MappingProxyType(
    dict.fromkeys(
        (
            "account_account_already_exists",
            "account_email_confirmation",
            "account_email_confirmation_signup",
            "account_password_reset_key",
            "account_unknown_account",
            "hand-out-code",
            "help-code",
            "mandate-code",
            "phone-code",
            "rating-code",
            "signing-code",
        ),
        Kind.CODE,
    )
    | dict.fromkeys(
        ("booking", "draft-ending", "papers-awaited", "payment", "supplement", "unclaimed"),
        Kind.DEADLINE,
    )
    | dict.fromkeys(("rating",), Kind.NEWS)
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go: `reference` is the same at every try, so that it arrives once.

    `unsubscribe` is an address where news can be turned off; empty for what is no news. `places`
    are what an app fills its own template with.
    """

    reference: str
    address: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A carrier's word about what it was given: `reference` is ours, `event_id` the carrier's."""

    event_id: str
    reference: str
    said: Said
    reason: str
    at: datetime


class Carrier(Protocol):
    """Takes letters to people; keeps its connections until it is closed.

    `at_once` letters may be handed over at the same time, each in a thread of its own.
    """

    name: str
    at_once: int

    def carry(self, letter: Letter) -> str:
        """Hand over a letter and give the carrier's own number of it.

        Raises `CarrierDown` when nothing can be handed over now, `TryLater` when this letter may be
        tried again, `Undeliverable` when it may not, `AddressDead` when nothing will ever reach
        the address.
        """

    def close(self) -> None:
        """Let go of every connection."""
