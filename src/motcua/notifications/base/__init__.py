"""What a carrier of messages must do, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.notifications.enums import Said


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
