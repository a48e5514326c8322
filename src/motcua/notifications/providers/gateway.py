"""Text messages through an HTTP gateway that is described by data (`base.gateways`)."""

from __future__ import annotations

import hmac
import re
import threading
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

from motcua.kernel import clock
from motcua.kernel.sealed import normal_form
from motcua.kernel.signed_bodies import is_signed, read_object
from motcua.notifications.base import Report
from motcua.notifications.base.gateways import filled, found_at
from motcua.notifications.base.segments import refuse_if_long
from motcua.notifications.enums import Said
from motcua.notifications.errors import (
    CarrierDown,
    ReportMalformed,
    ReportUnsigned,
    TryLater,
    Undeliverable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.notifications.base import Letter
    from motcua.notifications.base.gateways import Gateway

TIMEOUT_SECONDS = 10
_WORD = re.compile(r"[ -~]{1,80}")
_CODE = re.compile(r"[0-9A-Za-z_.-]{0,40}")
_FIRST, _LAST = 2000, 2200
# Who we are, or that there is no room, is not this message's fault.
_OF_US = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class GatewayCarrier:
    """A gateway over connections that are kept; many threads may hand over at the same time."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.name, self.at_once = gateway.name, gateway.at_once
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def _opened(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                limits = httpx.Limits(
                    max_connections=self.at_once, max_keepalive_connections=self.at_once
                )
                self._client = httpx.Client(timeout=TIMEOUT_SECONDS, limits=limits)
            return self._client

    def close(self) -> None:
        """Let go of every connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def carry(self, letter: Letter) -> str:
        """Send a letter's text. Raises `CarrierDown`, `TryLater`, `Undeliverable`."""
        client = self._opened()
        length = refuse_if_long(letter.text, self.gateway.most_segments)
        is_unicode = length.alphabet == "ucs2"
        places = {
            "phone": _written(letter.address, self.gateway.number),
            "text": letter.text,
            "reference": letter.reference,
            "secret": self.gateway.secret,
            "alphabet": length.alphabet,
            "is_unicode": "1" if is_unicode else "0",
        }
        try:
            answer = client.request(self.gateway.method, self.gateway.url, **self._request(places))
        except httpx.HTTPError:
            raise CarrierDown from None
        except ValueError:
            raise Undeliverable from None  # a text that JSON cannot carry
        return self._number(answer)

    def read_report(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> Report | None:
        """Verify a call's raw bytes, then read them; None for what tells of no message.

        Raises `ReportUnsigned`, `ReportMalformed`.
        """
        how, proves = self.gateway.reports, self.gateway.proves.encode()
        if how.proof == "signature":
            is_proved = is_signed(body, headers.get("X-Signature", ""), proves, now=now)
        else:
            is_proved = hmac.compare_digest(headers.get(how.proof, "").encode(), proves)
        if not (proves and is_proved):
            raise ReportUnsigned
        try:
            data = read_object(body)
        except ValueError:
            raise ReportMalformed from None
        return self._read(data, now)

    def _read(self, data: dict[str, Any], now: datetime) -> Report | None:
        how = self.gateway.reports
        state, reason = found_at(data, how.state), found_at(data, how.reason)
        if state not in {*how.delivered, *how.failed}:
            return None
        said = Said.DELIVERED if state in how.delivered else Said.FAILED
        if said == Said.FAILED and reason in how.dead:
            said = Said.BOUNCED
        event, reference = found_at(data, how.id), found_at(data, how.reference)
        if not _WORD.fullmatch(event) or not _WORD.fullmatch(reference):
            raise ReportMalformed
        reason = reason if _CODE.fullmatch(reason) else ""
        return Report(event, reference, said, reason, _moment(found_at(data, how.at), now))

    def _request(self, places: dict[str, str]) -> dict[str, Any]:
        told = filled(self.gateway.fields, places)
        request: dict[str, Any] = {"headers": filled(self.gateway.headers, places)}
        kind = {"json": "json", "form": "data", "query": "params"}[self.gateway.body]
        return request | {kind: told}

    def _number(self, answer: httpx.Response) -> str:
        how = self.gateway.answers
        if answer.status_code in how.refused_status:
            raise Undeliverable
        if answer.status_code not in how.taken_status:
            is_of_the_message = answer.is_client_error and answer.status_code not in _OF_US
            raise TryLater if is_of_the_message else CarrierDown
        data: Any = None
        with suppress(ValueError):
            data = answer.json()
        verdict = found_at(data, how.field) if how.field else ""
        if verdict in how.refused:
            raise Undeliverable
        number = found_at(data, how.id)
        if how.field and verdict and verdict not in how.taken:
            raise TryLater
        if not number or (how.field and not verdict):
            raise CarrierDown  # whatever answers there is not this gateway
        return number[:80]


def _written(address: str, how: str) -> str:
    """Write a number as the gateway wants it: 0912…, 84912… or +84912…."""
    number = normal_form("phone", address)
    if how == "national" or not number.startswith("0"):
        return number
    return f"+84{number[1:]}" if how == "plus" else f"84{number[1:]}"


def _moment(text: str, now: datetime) -> datetime:
    """Read when something happened; a word that tells no time happened now."""
    try:
        found = clock.read(text)
    except ValueError:
        return now
    # Near the ends of the calendar another zone's time has no place in ours.
    if found.tzinfo is None or not _FIRST <= found.year <= _LAST:
        return now
    return found
