"""A carrier over signed HTTP; `docs/processes/sandbox.md`, §1.2 and §5, documents the wire."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from motcua.deliveries.base import Booking, Kind, Label, Quote, Story, Word
from motcua.deliveries.errors import (
    CarrierDown,
    CarrierRefused,
    SignatureWrong,
    WordMalformed,
)
from motcua.kernel import clock
from motcua.kernel.signed_bodies import is_signed, read_object, sign

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.deliveries.base import Wish

TIMEOUT_SECONDS = 5
_TRIES = 2
_WORD = re.compile(r"[ -~]{1,80}")
_MOST_PLACE = 120
_FIRST, _LAST = 2000, 2200
_KINDS: dict[str, Kind] = {
    "parcel.picked_up": "carry",
    "parcel.in_transit": "carry",
    "parcel.delivered": "deliver",
    "parcel.refused": "refuse",
    "parcel.brought_back": "bring_back",
    "parcel.lost": "lose",
    "parcel.cancelled": "cancel",
    "parcel.delayed": "delay",
}


@dataclass(frozen=True, slots=True)
class HttpCarrier:
    """One sender at one carrier. `secret` is shared with the carrier; `url` is its address."""

    url: str
    sender: str
    secret: bytes
    name: str = "post"

    def quote(self, *, origin: str, target: str, grams: int) -> Quote:
        """Ask what a parcel would cost. Raises `CarrierDown`, `CarrierRefused`."""
        data = self._call("quote", {"from": origin, "to": target, "grams": grams})
        return Quote(_number(data, "amount"), _number(data, "days"))

    def create(self, wish: Wish) -> Booking:
        """Hand a parcel over, once for its reference. Raises `CarrierDown`, `CarrierRefused`."""
        data = self._call(
            "parcels",
            {
                "reference": wish.reference,
                "direction": wish.direction,
                "from": wish.origin,
                "to": wish.target,
                "grams": wish.grams,
                "party": _party(wish),
            },
        )
        return Booking(_word(data, "parcel"))

    def cancel(self, reference: str) -> None:
        """Call a parcel off. Raises `CarrierDown`, `CarrierRefused` once it was picked up."""
        self._call("cancel", {"reference": reference})

    def label(self, reference: str, number: str) -> Label:
        """Say what to stick on a parcel: this carrier scans its own number."""
        return Label(number or reference)

    def track(self, reference: str) -> Story:
        """Ask for all that happened to a parcel. Raises `CarrierDown`, `CarrierRefused`."""
        data = self._call("track", {"reference": reference})
        told = data.get("events")
        if not isinstance(told, list):
            raise WordMalformed
        return Story(tuple(_told(one, reference) for one in told))

    def read_word(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify a webhook's raw bytes, then read them.

        Raises `SignatureWrong`, `WordMalformed`.
        """
        if not is_signed(body, signature, self.secret, now=now):
            raise SignatureWrong
        data = _read(body)
        if data.get("sender") != self.sender:
            raise WordMalformed
        return _told(data, _word(data, "reference"))

    def _call(self, path: str, wish: dict[str, Any]) -> dict[str, Any]:
        """Ask the carrier; a lost answer is asked for once more, for all calls may come twice."""
        for tries_left in reversed(range(_TRIES)):
            try:
                return self._ask(path, wish)
            except CarrierDown:
                if not tries_left:
                    raise
        raise CarrierDown

    def _ask(self, path: str, wish: dict[str, Any]) -> dict[str, Any]:
        body = orjson.dumps(wish)
        headers = {
            "Content-Type": "application/json",
            "X-Sender": self.sender,
            "X-Signature": sign(body, self.secret, now=clock.system_now()),
        }
        try:
            answer = httpx.post(
                f"{self.url}/api/{path}", content=body, headers=headers, timeout=TIMEOUT_SECONDS
            )
        except httpx.HTTPError:
            raise CarrierDown from None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CarrierDown
        if not answer.is_success:
            raise CarrierRefused(reason=_reason(answer))
        signature = answer.headers.get("X-Signature", "")
        if not is_signed(answer.content, signature, self.secret, now=clock.system_now()):
            raise SignatureWrong
        return _read(answer.content)


def _party(wish: Wish) -> dict[str, str]:
    told = asdict(wish.party)
    return {"address": told.pop("line"), **told}


def _told(data: Any, reference: str) -> Word:
    if not isinstance(data, dict):
        raise WordMalformed
    name = _word(data, "event")[:40]
    place = data.get("place", "")
    if not isinstance(place, str) or not place.isprintable():
        raise WordMalformed
    return Word(
        event_id=_word(data, "id"),
        kind=_KINDS.get(name, "other"),
        name=name,
        reference=reference,
        at=_moment(data),
        place=place[:_MOST_PLACE],
    )


def _moment(data: dict[str, Any]) -> datetime:
    try:
        found = clock.read(_word(data, "at"))
    except ValueError:
        raise WordMalformed from None
    # Near the ends of the calendar another zone's time has no place in ours.
    if found.tzinfo is None or not _FIRST <= found.year <= _LAST:
        raise WordMalformed
    return found


def _word(data: dict[str, Any], name: str) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not _WORD.fullmatch(found):
        raise WordMalformed
    return found


def _number(data: dict[str, Any], name: str) -> int:
    found = data.get(name)
    if type(found) is not int or found < 0:
        raise WordMalformed
    return found


def _read(body: bytes) -> dict[str, Any]:
    try:
        return read_object(body)
    except ValueError:
        raise WordMalformed from None


def _reason(answer: httpx.Response) -> str:
    """Give the carrier's code for its refusal, which is no text of a person's."""
    try:
        return str(answer.json()["error"])[:40]
    except (ValueError, LookupError, TypeError):
        return str(answer.status_code)
