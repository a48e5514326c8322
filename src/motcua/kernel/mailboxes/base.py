"""The contract of a mailbox: what lies there, looked at before it is fetched."""

from __future__ import annotations

from typing import Protocol


class Postbox(Protocol):
    """One folder of a mailbox; a key names a message as long as the folder is open.

    Each method may raise `Unavailable`, `OSError` or `ValueError` for a message or a server that
    cannot be read now; nothing is lost then.
    """

    def keys(self, most: int) -> list[str]:
        """Give at most so many messages, the oldest first."""

    def size(self, key: str) -> int:
        """Give how many bytes a message has, without fetching it."""

    def head(self, key: str) -> bytes:
        """Give the head of a message, as far as it is looked at."""

    def whole(self, key: str) -> bytes:
        """Fetch a message."""

    def set_aside(self, key: str, name: str) -> None:
        """Move a message into another folder of the mailbox, which is made where it is missing."""

    def drop(self, key: str) -> None:
        """Throw a message away."""


HEAD_BYTES = 256 * 1024
"""How much of a message counts as its head."""
