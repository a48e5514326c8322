"""Mobile money over signed HTTP; `docs/processes/sandbox.md`, §1.2 and §3.1, documents the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import httpx

from motcua.kernel.clock import system_now
from motcua.kernel.signed_bodies import sign
from motcua.payments.base import EventKind, WalletAnswer, Word
from motcua.payments.errors import EventMalformed, RefundRefused
from motcua.payments.providers.bodies import (
    answered,
    parsed,
    read_amount,
    read_word,
    require_signed,
)

if TYPE_CHECKING:
    from datetime import datetime

TIMEOUT_SECONDS = 5
_NEVER = frozenset({400, 404, 409, 422})
_STATES: dict[str, Literal["waiting", "paid", "refused"]] = {
    "pending": "waiting",
    "paid": "paid",
    "refused": "refused",
}
_KINDS: dict[str, EventKind] = {"wallet.paid": "paid", "wallet.refused": "cancelled"}


@dataclass(frozen=True, slots=True)
class HttpWallet:
    """One client at one provider of mobile money. `secret` is shared with the provider."""

    url: str
    client: str
    secret: bytes
    name: str = "wallet"

    def ask(self, reference: str, phone: str, amount: int, description: str) -> WalletAnswer:
        """Have a phone asked to pay. Raises `httpx.HTTPError`, `EventMalformed`."""
        told = {"charge": reference, "phone": phone, "amount": amount, "description": description}
        answer = self._call("charge", told)
        if answer.status_code in _NEVER:
            return WalletAnswer("refused", reason=_error(answer))
        return _answer(self._answered(answer), reference)

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> tuple[Word, str]:
        """Verify a webhook's raw bytes, then read them.

        Raises `SignatureWrong`, `EventMalformed`.
        """
        require_signed(body, signature, self.secret, now=now)
        data = parsed(body)
        if data.get("client") != self.client:
            raise EventMalformed
        name = read_word(data, "event")[:40]
        kind = _KINDS.get(name, "other")
        word = Word(
            event_id=read_word(data, "id"),
            kind=kind,
            name=name,
            reference=read_word(data, "charge"),
            amount=_amount(data),
            transaction=read_word(data, "transaction") if kind == "paid" else "",
        )
        return word, read_word(data, "reason", needed=False)[:40]

    def query(self, reference: str) -> Word | None:
        """Ask for the truth about an attempt; None when the provider knows of none."""
        data = self._answered(self._call("query", {"charge": reference}))
        found = _answer(data, reference)
        if found.state == "unknown":
            return None
        kinds: dict[str, EventKind] = {"paid": "paid", "refused": "cancelled"}
        return Word(
            event_id=f"query:{reference}:{found.state}",
            kind=kinds.get(found.state, "other"),
            name="query",
            reference=reference,
            amount=_amount(data),
            transaction=found.transaction,
        )

    def refund(self, reference: str, transaction: str, amount: int, reason: str) -> str:
        """Send money of a transaction back; give the refund's own transaction.

        The same reference moves money once. Raises `RefundRefused`, `httpx.HTTPError`.
        """
        told = {
            "refund": reference,
            "transaction": transaction,
            "amount": amount,
            "reason": reason,
        }
        answer = self._call("refund", told)
        if answer.status_code in _NEVER:
            raise RefundRefused(reason=str(answer.status_code))
        data = self._answered(answer)
        if data.get("refund") != reference or _amount(data) != amount:
            raise EventMalformed
        return read_word(data, "transaction")

    def _call(self, path: str, told: dict[str, Any]) -> httpx.Response:
        body = json.dumps(told).encode()
        return httpx.post(
            f"{self.url}/wallet/{path}",
            content=body,
            headers={
                "Content-Type": "application/json",
                "X-Client": self.client,
                "X-Signature": sign(body, self.secret, now=system_now()),
            },
            timeout=TIMEOUT_SECONDS,
        )

    def _answered(self, answer: httpx.Response) -> dict[str, Any]:
        """Verify and read an answer. Raises `httpx.HTTPError`, `SignatureWrong`."""
        return parsed(answered(answer, self.secret))


def _answer(data: dict[str, Any], reference: str) -> WalletAnswer:
    if data.get("charge") != reference:
        raise EventMalformed
    state = _STATES.get(str(data.get("state")))
    return WalletAnswer(
        state or "unknown",
        read_word(data, "reason", needed=False)[:40],
        read_word(data, "transaction", needed=state == "paid"),
    )


def _error(answer: httpx.Response) -> str:
    """Give the code of an error that carries no signature; it moves nothing."""
    try:
        return str(answer.json()["error"])[:40]
    except (ValueError, LookupError, TypeError):
        return str(answer.status_code)


def _amount(data: dict[str, Any]) -> int | None:
    return None if data.get("amount") is None else read_amount(data)
