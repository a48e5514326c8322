"""What a carrier of parcels must do, and the words it speaks with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["carry", "deliver", "refuse", "bring_back", "lose", "cancel", "delay", "other"]


@dataclass(frozen=True, slots=True)
class Address:
    """A door: who lives there, how to call them, where it is; `place` is the commune's code."""

    name: str
    phone: str
    line: str
    place: str

    def __post_init__(self) -> None:
        if not all(one.strip() for one in (self.name, self.phone, self.line, self.place)):
            raise ValueError("an address has a name, a phone, a line and a place")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a carrier is asked to carry; the same `reference` is the same parcel at every try."""

    reference: str
    direction: str
    origin: str
    target: str
    grams: int
    party: Address


@dataclass(frozen=True, slots=True)
class Quote:
    """What a parcel would cost in đồng, and in how many working days it arrives."""

    amount: int
    days: int


@dataclass(frozen=True, slots=True)
class Booking:
    """What the carrier agreed to: its own number of the parcel."""

    number: str


@dataclass(frozen=True, slots=True)
class Label:
    """What is stuck on a parcel: the code that is scanned, and lines for people."""

    code: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One verified word about a parcel: `at` is when it happened, as the carrier says."""

    event_id: str
    kind: Kind
    name: str
    reference: str
    at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All that a carrier knows of a parcel."""

    words: tuple[Word, ...] = field(default=())


class Carrier(Protocol):
    """Takes parcels to and from people's doors.

    Each call may raise `CarrierDown` (try again) and `CarrierRefused` (do not).
    """

    @property
    def name(self) -> str:
        """The carrier's name in the rows about its parcels."""

    def quote(self, *, origin: str, target: str, grams: int) -> Quote:
        """Say what a parcel between two places would cost."""

    def create(self, wish: Wish) -> Booking:
        """Hand a parcel over; the same reference again gives the same booking."""

    def cancel(self, reference: str) -> None:
        """Call a parcel off that was not picked up yet."""

    def label(self, reference: str, number: str) -> Label:
        """Say what to stick on a parcel."""

    def track(self, reference: str) -> Story:
        """Ask for all that happened to a parcel."""

    def read_word(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify and read a server-to-server message. Raises `SignatureWrong`, `WordMalformed`."""
