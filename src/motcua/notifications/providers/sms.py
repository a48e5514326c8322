"""Text messages through a generic HTTP gateway (wire: `docs/processes/sandbox.md`, §3)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from motcua.notifications.errors import CarrierDown, Undeliverable

if TYPE_CHECKING:
    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10
# The number or the text will not be better next time.
_FINAL = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@dataclass(frozen=True, slots=True)
class HttpSmsCarrier:
    """A gateway that takes `POST /messages` with a bearer token and an idempotency key."""

    url: str
    token: str

    def carry(self, letter: Letter) -> str:
        """Send a letter's text. Raises `CarrierDown`, `Undeliverable`."""
        try:
            answer = httpx.post(
                f"{self.url.rstrip('/')}/messages",
                json={"to": letter.address, "text": letter.text, "reference": letter.reference},
                headers={
                    "Authorization": f"Bearer {self.token}",
                    "Idempotency-Key": letter.reference,
                },
                timeout=TIMEOUT_SECONDS,
            )
        except httpx.HTTPError:
            raise CarrierDown from None
        except ValueError:
            raise Undeliverable from None  # a text that JSON cannot carry
        if answer.status_code in _FINAL:
            raise Undeliverable
        if answer.status_code != HTTPStatus.ACCEPTED:
            raise CarrierDown
        try:
            return str(answer.json()["id"])
        except (ValueError, LookupError, TypeError):
            raise CarrierDown from None
