"""A mailbox on a mail server, read over IMAP with TLS (RFC 9051, and its forerunner RFC 3501).

Messages are named by their UID. Of each only size and head are asked for first, so that a message
too large is never fetched; `PEEK` leaves marks of reading alone. One that was taken is moved on the
server, in one step where the server can.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import structlog

from motcua.kernel.errors import Unavailable
from motcua.kernel.mailboxes.base import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger(__name__)

_PATIENCE = 30.0
"""Seconds a server may say nothing."""
_PORT = 993
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_INBOX = "INBOX"


class ImapBox:
    """An open folder on a mail server."""

    def __init__(self, line: imaplib.IMAP4, count: int) -> None:
        self._line, self._count = line, count

    def keys(self, most: int) -> list[str]:
        """Give the UIDs of at most so many messages, the oldest first."""
        if not self._count:
            return []
        found = self._ask("SEARCH", f"1:{min(most, self._count)}")
        return [uid.decode("ascii") for uid in (found[0] or b"").split()]

    def size(self, key: str) -> int:
        """Ask how many bytes a message has. Raises `Unavailable`."""
        told = b" ".join(_bytes(one) for one in self._ask("FETCH", key, "(RFC822.SIZE)"))
        size = _SIZE.search(told)
        if size is None:
            raise Unavailable
        return int(size[1])

    def head(self, key: str) -> bytes:
        """Fetch the head of a message. Raises `Unavailable`."""
        return self._literal(key, f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>")

    def whole(self, key: str) -> bytes:
        """Fetch a message. Raises `Unavailable`."""
        return self._literal(key, "BODY.PEEK[]")

    def set_aside(self, key: str, name: str) -> None:
        """Move a message into another folder. Raises `Unavailable`."""
        _asked(self._line.create, name, is_needed=False)  # it may be there
        if "MOVE" in self._line.capabilities:
            self._ask("MOVE", key, name)
            return
        self._ask("COPY", key, name)
        self.drop(key)

    def drop(self, key: str) -> None:
        """Throw a message away. Raises `Unavailable`."""
        self._ask("STORE", key, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._line.capabilities:
            self._ask("EXPUNGE", key)
        else:
            _asked(self._line.expunge)

    def _literal(self, key: str, part: str) -> bytes:
        for one in self._ask("FETCH", key, f"({part})"):
            if isinstance(one, tuple):
                return bytes(one[1])
        raise Unavailable

    def _ask(self, command: str, *words: str) -> list[Any]:
        return _asked(self._line.uid, command, *words)


@contextmanager
def opened(address: str, name: str, ca: str) -> Iterator[ImapBox]:
    """Open a folder at `imaps://USER:PASSWORD@HOST:PORT/INBOX`; the folder is made where needed.

    User and password are percent-encoded. The server's certificate is checked, against the file
    `ca` where there is one. Raises `Unavailable`.
    """
    parts = urlsplit(address)
    trust = ssl.create_default_context(cafile=ca or None)
    try:
        line = imaplib.IMAP4_SSL(
            parts.hostname or "", parts.port or _PORT, ssl_context=trust, timeout=_PATIENCE
        )
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("mailbox.unreachable", reason=type(error).__name__)
        raise Unavailable from error
    try:
        # RFC 4616, which every server must take over TLS; LOGIN would take plain letters only.
        told = f"\0{unquote(parts.username or '')}\0{unquote(parts.password or '')}".encode()
        _asked(line.authenticate, "PLAIN", lambda _challenge: told)
        if name:
            _asked(line.create, name, is_needed=False)
        count = _asked(line.select, name or parts.path.strip("/") or _INBOX)
        yield ImapBox(line, int(count[0] or 0))
    finally:
        _hang_up(line)


def _asked(command: Any, *words: Any, is_needed: bool = True) -> list[Any]:
    """Give what the server answers. Raises `Unavailable`; its words may name people, so none."""
    try:
        verdict, answer = command(*words)
    except (OSError, imaplib.IMAP4.error) as error:
        if not is_needed and not isinstance(error, imaplib.IMAP4.abort):
            return []
        log.warning("mailbox.refused", reason=type(error).__name__)
        raise Unavailable from error
    if is_needed and verdict != "OK":
        log.warning("mailbox.refused", reason=verdict)
        raise Unavailable
    return list(answer)


def _hang_up(line: imaplib.IMAP4) -> None:
    try:
        line.logout()
    except (OSError, imaplib.IMAP4.error):
        log.info("mailbox.hung_up")


def _bytes(one: Any) -> bytes:
    return b" ".join(one) if isinstance(one, tuple) else bytes(one or b"")
