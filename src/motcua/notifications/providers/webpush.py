"""Messages to browsers that let us (wire: RFC 8030; sandbox: `docs/processes/sandbox.md`)."""

from __future__ import annotations

import threading
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx
import orjson

from motcua.kernel.clock import system_now
from motcua.notifications.base.webpush import (
    SubscriptionError,
    encrypted,
    proof,
    subscription,
)
from motcua.notifications.errors import AddressDead, CarrierDown, TryLater, Undeliverable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10
_LIVES = 3 * 24 * 3600
_LONGEST_TOPIC = 32
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
_NEVER = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


class WebPushCarrier:
    """Every browser's own push service; `contact` is how a service reaches who runs this node."""

    name, at_once = "webpush", 8

    def __init__(self, key: EllipticCurvePrivateKey, contact: str, sandbox: str = "") -> None:
        self._key, self._contact, self._sandbox = key, contact, sandbox
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def carry(self, letter: Letter) -> str:
        """Hand a message over, sealed for one browser; give the service's number of it.

        Raises `AddressDead` once the browser has let go of us, `Undeliverable`, `TryLater`,
        `CarrierDown`.
        """
        try:
            to = subscription(orjson.loads(letter.address), self._sandbox)
        except (SubscriptionError, orjson.JSONDecodeError):
            raise Undeliverable from None
        headers = {
            "TTL": str(_LIVES),
            "Urgency": "normal",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            # A service that still holds the same message replaces it: it is shown once.
            "Topic": letter.reference.replace("-", "")[-_LONGEST_TOPIC:],
            "Authorization": proof(to.endpoint, self._contact, self._key, system_now().timestamp()),
        }
        try:
            body = encrypted(letter.text.encode(), to)
            answer = self._opened().post(to.endpoint, content=body, headers=headers)
        except httpx.HTTPError:
            raise TryLater from None  # one of many services; the others may well be up
        if answer.status_code in _GONE:
            raise AddressDead
        if answer.status_code in _NEVER:
            raise Undeliverable
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise CarrierDown
        if answer.status_code not in _TAKEN:
            raise TryLater
        return answer.headers.get("Location", "")[-80:] or letter.reference

    def close(self) -> None:
        """Let go of every connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _opened(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)
            return self._client
