"""Messages inside Zalo and VNeID, each by its own contract (`docs/processes/sandbox.md`).

Zalo takes a template that it approved, with its places filled; VNeID a short text. Both know a
person by the telephone that he proved.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from motcua.kernel.sealed import normal_form
from motcua.notifications.errors import AddressDead, CarrierDown, TryLater, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10
_OF_US = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
# Zalo's own numbers: no such person there, or he blocked us; our token; the template.
_NOBODY, _TOKEN, _TEMPLATE = (
    frozenset({-108, -118, -119}),
    frozenset({-124, -216}),
    frozenset({-112, -117, -131, -132}),
)


class _Poster:
    """What both have in common: one client, and what its failures mean."""

    at_once = 4

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)

    def close(self) -> None:
        """Let go of every connection."""
        self._client.close()

    def _posted(
        self, path: str, said: Mapping[str, Any], headers: Mapping[str, str]
    ) -> httpx.Response:
        try:
            answer = self._client.post(f"{self._url}{path}", json=said, headers=dict(headers))
        except httpx.HTTPError:
            raise CarrierDown from None
        if answer.status_code in _OF_US or answer.is_server_error:
            raise CarrierDown
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise TryLater
        return answer


class ZaloCarrier(_Poster):
    """Zalo's notification service: `POST /message/template` with template, places and phone."""

    name = "zalo"

    def __init__(self, url: str, token: str, templates: Mapping[str, str]) -> None:
        super().__init__(url, token)
        self._templates = templates

    def carry(self, letter: Letter) -> str:
        """Have an approved template shown; give Zalo's number of the message.

        Raises `AddressDead`, `Undeliverable` for an occasion without a template, `TryLater`,
        `CarrierDown`.
        """
        template = self._templates.get(letter.subject)
        if not template:
            raise Undeliverable
        said = {
            "phone": re.sub(r"^0", "84", normal_form("phone", letter.address)),
            "template_id": template,
            "template_data": dict(letter.places),
            "tracking_id": letter.reference,
        }
        answer = self._posted("/message/template", said, {"access_token": self._token})
        try:
            found = answer.json()
            error = int(found["error"])
            number = str(found["data"]["msg_id"]) if error == 0 else ""
        except (ValueError, LookupError, TypeError):
            raise TryLater from None
        if error in _NOBODY:
            raise AddressDead
        if error in _TOKEN:
            raise CarrierDown
        if error in _TEMPLATE:
            raise Undeliverable
        if error:
            raise TryLater
        return number


class VneidCarrier(_Poster):
    """VNeID's messages: `POST /messages` with title, text and link; taken once by its reference."""

    name = "vneid"

    def carry(self, letter: Letter) -> str:
        """Have a message shown; give VNeID's number of it.

        Raises `AddressDead`, `Undeliverable`, `TryLater`, `CarrierDown`.
        """
        said = {
            "to": normal_form("phone", letter.address),
            "title": letter.subject,
            "text": letter.text,
            "link": letter.places.get("link", ""),
            "reference": letter.reference,
        }
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": letter.reference}
        answer = self._posted("/messages", said, headers)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            raise AddressDead
        if answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise Undeliverable
        try:
            return str(answer.json()["id"])
        except (ValueError, LookupError, TypeError):
            raise TryLater from None
