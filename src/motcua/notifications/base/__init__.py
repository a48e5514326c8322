"""What a carrier of messages must do, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go: `reference` is the same at every try, so that it arrives once."""

    reference: str
    address: str
    subject: str
    text: str
    html: str = ""


class Carrier(Protocol):
    """Takes letters to people."""

    def carry(self, letter: Letter) -> str:
        """Hand over a letter and give the carrier's own number of it.

        Raises `CarrierDown` when it may be tried again, `Undeliverable` when it may not.
        """
