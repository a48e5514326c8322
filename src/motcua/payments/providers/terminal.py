"""Terminals at counters over the gateway's wire, as `docs/processes/sandbox.md`, §2.7, says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from motcua.payments.base import Slip, Word
from motcua.payments.errors import EventMalformed, TerminalRefused
from motcua.payments.providers.bodies import parsed
from motcua.payments.providers.gateway import NEVER, HmacGateway

if TYPE_CHECKING:
    from datetime import datetime

_NUMBER = re.compile(r"[0-9A-Za-z-]{0,20}")
_LAST_FOUR = re.compile(r"([0-9]{4})?")
_REASON = re.compile(r"[a-z_]{0,40}")
# A card's number by itself, not within a longer word such as a transaction's.
_CARD = re.compile(rb"(?<![0-9A-Za-z_])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z_])")


@dataclass(frozen=True, slots=True)
class TerminalGateway(HmacGateway):
    """One merchant whose terminals stand at counters. No word of it may hold a whole card number.

    Such a word is refused before anything of it is kept.
    """

    name: str = "terminal"

    def charge(self, reference: str, terminal: str, amount: int, description: str) -> Word:
        """Have a terminal ask for money; give where that stands.

        Raises `TerminalRefused`, `httpx.HTTPError`, `SignatureWrong`, `EventMalformed`.
        """
        return self._asked("/api/terminal/charge", reference, terminal, amount, description)

    def cancel(self, reference: str, terminal: str, amount: int, description: str) -> Word:
        """Have a terminal ask no more for what `charge` tells, be it told later; give its end.

        Raises as `charge`.
        """
        return self._asked("/api/terminal/cancel", reference, terminal, amount, description)

    def read_event(self, body: bytes, signature: str, *, now: datetime) -> Word:
        """Verify a webhook's raw bytes, then read them with what the slip says.

        Raises `SignatureWrong`, `EventMalformed`.
        """
        word = HmacGateway.read_event(self, body, signature, now=now)
        if _CARD.search(body):
            raise EventMalformed
        return replace(word, slip=_slip(parsed(body)))

    def _asked(
        self, path: str, reference: str, terminal: str, amount: int, description: str
    ) -> Word:
        told = {
            "charge": reference,
            "terminal": terminal,
            "amount": amount,
            "description": description,
        }
        answer = self._call(path, told)
        if answer.status_code in NEVER:
            raise TerminalRefused(reason=str(answer.status_code))
        data = self._answered(answer)
        if data.get("order") != reference:
            raise EventMalformed
        return self._standing(reference, data)

    def _standing(self, reference: str, data: dict[str, Any]) -> Word:
        word = HmacGateway._standing(self, reference, data)  # noqa: SLF001 - our own
        return replace(word, slip=_slip(data))


def _slip(data: dict[str, Any]) -> Slip:
    return Slip(
        number=_told(data, "slip", _NUMBER),
        approval=_told(data, "approval", _NUMBER),
        last_four=_told(data, "last_four", _LAST_FOUR),
        refusal=_told(data, "reason", _REASON),
    )


def _told(data: dict[str, Any], name: str, shape: re.Pattern[str]) -> str:
    found = data.get(name) or ""
    # Why money goes back is said in people's own words, and is no slip's reason.
    if name == "reason" and "original" in data:
        return ""
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise EventMalformed
    return found
