"""What the dial does to the bank's answers to merchants' calls, while it says so."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial as dials, events, web, wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua_sandbox.bank.merchants import Merchant
    from motcua_sandbox.dial import Dial
    from motcua_sandbox.store import Store

LONGEST_DELAY = 30.0
LONGEST_HOLD = 5.0
"""Seconds that a call waits for others to be answered before it."""
_STEP = 0.05
_SUMS = ("amount", "paid")


@dataclass(slots=True)
class _Held:
    """A call whose answer is held, and how long it waits once let go."""

    let_go: threading.Event = field(default_factory=threading.Event)
    then: float = 0.0


class Answers:
    """Answers calls: plainly, or as `docs/processes/sandbox.md` §2.6 says of `answers`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._held: list[_Held] = []

    def give(self, merchant: Merchant, make: Callable[[], dict[str, Any]]) -> web.Response:
        """Carry a call out and sign its answer; raise ConnectionError where it is to be lost."""
        dial = dials.read(self._store)
        if not dial.answers:
            return _signed(merchant.secret, make())
        told = [make() for _time in range(1 + dial.duplicate)][-1]
        events.count(self._store, dial)
        time.sleep(min(dial.delay, LONGEST_DELAY))
        if dial.reorder:
            self._wait(dial.reorder)
        if dial.drop:
            raise ConnectionAbortedError("the dial says to lose this answer")
        return _signed(_secret(merchant, dial), _misstated(told, dial), clock.now() - dial.stale)

    def _wait(self, enough: int) -> None:
        """Hold a call until enough are held, then let them go last first."""
        mine = _Held()
        with self._lock:
            self._held.append(mine)
            if len(self._held) >= enough:
                for place, one in enumerate(reversed(self._held)):
                    one.then = place * _STEP
                    one.let_go.set()
                self._held = []
        if not mine.let_go.wait(LONGEST_HOLD):
            with self._lock:
                self._held = [one for one in self._held if one is not mine]
        time.sleep(mine.then)


def _secret(merchant: Merchant, dial: Dial) -> bytes:
    forged = hashlib.sha256(b"forged" + merchant.secret).digest()
    return forged if dial.forged else merchant.secret


def _misstated(told: dict[str, Any], dial: Dial) -> dict[str, Any]:
    off = dial.wrong_amount
    return told | {name: max(1, told[name] + off) for name in _SUMS if off and told.get(name)}


def _signed(secret: bytes, answer: dict[str, Any], at: float | None = None) -> web.Response:
    response = web.json_response(answer)
    signature = wire.sign_body(response.body, secret, int(clock.now() if at is None else at))
    return web.Response(
        response.body, content_type=response.content_type, headers={"X-Signature": signature}
    )
