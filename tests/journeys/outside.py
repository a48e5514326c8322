"""The sandboxes as a test asks them: letters, short messages, and the bank's faults."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from motcua.cli.temporary import TemporaryNode

_PATIENCE = 60.0


class Sandbox:
    """The mailbox and the telephone network of a node."""

    def __init__(self, node: TemporaryNode) -> None:
        token = (node.home.folder / "keys" / "sms").read_text().strip()
        self._headers = {"Authorization": f"Bearer {token}"}
        self._mail, self._phone = (_client(node, name) for name in ("mail", "phone"))

    def letters(self, address: str, least: int) -> list[dict[str, Any]]:
        """Give the letters to an address, once there are so many."""
        return _wait(self._mail, address, least)

    def messages(self, number: str, least: int) -> list[dict[str, Any]]:
        """Give the short messages to a phone, once there are so many."""
        return _wait(self._phone, number, least, self._headers)


class Bank:
    """The back office of the bank of a node."""

    def __init__(self, node: TemporaryNode) -> None:
        self._web = _client(node, "bank")

    def turn(self, **faults: object) -> None:
        """Let the bank misbehave, or stop."""
        self._web.post("/faults", json=faults).raise_for_status()

    def send_again(self) -> None:
        """Send the newest event once more."""
        events = self._web.get("/api/events").raise_for_status().json()["events"]
        self._web.post(f"/api/events/{events[0]['id']}/send").raise_for_status()


def _client(node: TemporaryNode, name: str) -> httpx.Client:
    port = node.home.read("ports")[name]
    # A test must not leave a connection open behind it.
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, limits=limits)


def _wait(
    web: httpx.Client, to: str, least: int, headers: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    deadline = time.monotonic() + _PATIENCE
    while True:
        answer = web.get("/api/messages", params={"to": to}, headers=headers).raise_for_status()
        found: list[dict[str, Any]] = answer.json()["messages"]
        if len(found) >= least:
            return found
        assert time.monotonic() < deadline, f"only {len(found)} messages: {found}"
        time.sleep(0.1)
