"""A redirect gateway over HMAC; `docs/processes/sandbox.md`, §1 and §2, documents the wire."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import httpx

from motcua.kernel.clock import system_now
from motcua.kernel.signed_bodies import sign
from motcua.payments.base import EventKind, Payable, Word
from motcua.payments.base.statements import Brought
from motcua.payments.enums import StatementForm
from motcua.payments.errors import EventMalformed, RefundRefused, SignatureWrong
from motcua.payments.providers.bodies import (
    answered,
    parsed,
    read_amount,
    read_word,
    require_signed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

# The transaction is not ours, too little is left of it, or the reference served for another.
NEVER = frozenset({400, 404, 409, 422})
_MOST_TEXT = 200
_KINDS: dict[str, EventKind] = {
    "payment.paid": "paid",
    "payment.cancelled": "cancelled",
    "payment.expired": "expired",
    "payment.charged_back": "charged_back",
    "transfer.received": "received",
    "refund.done": "refunded",
}
# Where a word names what it is about; what is not here is about an order.
_ABOUT = {"refunded": "refund", "charged_back": "original"}
_STATES: dict[str, EventKind] = {"paid": "paid", "cancelled": "cancelled", "expired": "expired"}


@dataclass(frozen=True, slots=True)
class HmacGateway:
    """One merchant at one gateway. `secret` is shared with the gateway; `url` is its address."""

    url: str
    merchant: str
    secret: bytes
    name: str = "bank"

    def address(self, payable: Payable, *, now: datetime) -> str:
        """Give the signed address to send the payer to; moments on the wire are real time."""
        lifetime = payable.expires_at - now
        fields = [
            ("command", "pay"),
            ("merchant", self.merchant),
            ("order", payable.reference),
            ("amount", str(payable.amount)),
            ("currency", "VND"),
            ("description", payable.description[:200]),
            ("return_url", payable.return_url),
            ("locale", payable.language if payable.language in {"vi", "en"} else "vi"),
            ("expires_at", str(int((system_now() + lifetime).timestamp()))),
        ]
        text = canonical(fields)
        return f"{self.url}/pay?{text}&signature={self._sign_fields(text)}"

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify a webhook's raw bytes, then read them.

        Raises `SignatureWrong`, `EventMalformed`.
        """
        require_signed(body, signature, self.secret, now=now)
        data = parsed(body)
        if data.get("merchant") != self.merchant:
            raise EventMalformed
        name = read_word(data, "event")[:40]
        kind = _KINDS.get(name, "other")
        undoes = kind in _ABOUT
        moves = undoes or kind in {"paid", "received"}
        about = _ABOUT.get(kind, "order")
        return Word(
            event_id=read_word(data, "id"),
            kind=kind,
            name=name,
            reference=_content(data)
            if kind == "received"
            else read_word(data, about, needed=moves),
            amount=read_amount(data),
            transaction=read_word(data, "transaction", needed=moves),
            original=read_word(data, "original", needed=undoes),
        )

    def read_return(self, fields: list[tuple[str, str]]) -> Word:
        """Verify and read a payer's return. Raises `SignatureWrong`."""
        signature = next((value for name, value in fields if name == "signature"), "")
        signed = [(name, value) for name, value in fields if name != "signature"]
        names = [name for name, _ in fields]
        doubled = len(set(names)) != len(names)
        if doubled or not hmac.compare_digest(
            self._sign_fields(canonical(signed)).encode(), signature.encode()
        ):
            raise SignatureWrong
        told = dict(signed)
        if told.get("command") != "return" or told.get("merchant") != self.merchant:
            # Our own request to pay carries a right signature too, and is nobody's return.
            raise SignatureWrong
        return Word(
            event_id="",
            kind=_STATES.get(told.get("status", ""), "other"),
            name="return",
            reference=told.get("order", ""),
            amount=int(told["amount"]) if told.get("amount", "").isdecimal() else None,
            transaction=told.get("transaction", ""),
        )

    def refund(self, reference: str, transaction: str, amount: int, reason: str) -> str:
        """Send money of a transaction back; give the refund's own transaction.

        The same reference moves money once. Raises `RefundRefused`, `SignatureWrong`,
        `EventMalformed`, and `httpx.HTTPError` when it may be tried again.
        """
        told = {
            "refund": reference,
            "transaction": transaction,
            "amount": amount,
            "reason": reason,
        }
        answer = self._call("/api/refund", told)
        if answer.status_code in NEVER:
            raise RefundRefused(reason=str(answer.status_code))
        data = self._answered(answer)
        if data.get("refund") != reference or read_amount(data) != amount:
            raise EventMalformed
        return read_word(data, "transaction")

    def query(self, reference: str) -> Word | None:
        """Ask the gateway for the truth about an attempt; None when it knows of none."""
        data = self._answered(self._call("/api/query", {"order": reference}))
        if data.get("state") == "unknown":
            return None
        return self._standing(reference, data)

    def _standing(self, reference: str, data: dict[str, Any]) -> Word:
        """Read how an attempt stands."""
        return Word(
            # A truth told wrongly at first is another word.
            event_id=f"query:{reference}:{data.get('state')}:{read_amount(data)}",
            kind=_STATES.get(str(data.get("state")), "other"),
            name="query",
            reference=reference,
            amount=read_amount(data),
            transaction=read_word(data, "transaction", needed=False),
        )

    def statement(self, day: date) -> Brought:
        """Give the statement of a civil day as camt.053.

        Raises `httpx.HTTPError`, `SignatureWrong`.
        """
        told = {"day": day.isoformat(), "form": str(StatementForm.CAMT053)}
        answer = self._call("/api/statement", told)
        content = answered(answer, self.secret)
        name = f"{self.name}-{day.isoformat()}.xml"
        return Brought(io.BytesIO(content), name)

    def _call(self, path: str, told: dict[str, Any]) -> httpx.Response:
        body = json.dumps(told).encode()
        return httpx.post(
            f"{self.url}{path}",
            content=body,
            headers={
                "Content-Type": "application/json",
                "X-Merchant": self.merchant,
                "X-Signature": sign(body, self.secret, now=system_now()),
            },
            timeout=5,
        )

    def _answered(self, answer: httpx.Response) -> dict[str, Any]:
        """Verify and read an answer. Raises `httpx.HTTPError`, `SignatureWrong`."""
        return parsed(answered(answer, self.secret))

    def _sign_fields(self, text: str) -> str:
        return hmac.new(self.secret, text.encode(), hashlib.sha512).hexdigest()


def canonical(fields: Sequence[tuple[str, str]]) -> str:
    """Write fields sorted by name and form-encoded, as both sides sign them."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in sorted(fields))


def _content(data: dict[str, Any]) -> str:
    """Give a transfer's content, which people type: anything, but not endless."""
    found = data.get("content")
    if not isinstance(found, str):
        raise EventMalformed
    return found[:_MOST_TEXT]
