"""A mailbox on this machine: a Maildir folder or an mbox file that the mail server fills."""

from __future__ import annotations

import mailbox
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from motcua.kernel.mailboxes.base import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LocalBox:
    """An open folder of such a mailbox; `home` is where mail comes in."""

    def __init__(self, box: mailbox.Mailbox[mailbox.Message], home: Path) -> None:
        self._box, self._home = box, home

    def keys(self, most: int) -> list[str]:
        """Give at most so many messages."""
        return list(self._box.keys())[:most]

    def size(self, key: str) -> int:
        """Give how many bytes a message has."""
        with self._box.get_file(key) as opened:
            opened.seek(0, os.SEEK_END)
            return int(opened.tell())

    def head(self, key: str) -> bytes:
        """Give the head of a message."""
        with self._box.get_file(key) as opened:
            return bytes(opened.read(HEAD_BYTES))

    def whole(self, key: str) -> bytes:
        """Read a message."""
        with self._box.get_file(key) as opened:
            return bytes(opened.read())

    def set_aside(self, key: str, name: str) -> None:
        """Move a message into another folder of the mailbox."""
        with _locked(_folder(self._home, name), self._home) as other:
            with self._box.get_file(key) as opened:
                other.add(opened)
            other.flush()
        self.drop(key)

    def drop(self, key: str) -> None:
        """Throw a message away."""
        self._box.discard(key)
        self._box.flush()


@contextmanager
def opened(home: Path, name: str) -> Iterator[LocalBox]:
    """Open a folder of a mailbox, and lock it where its kind is locked; a Maildir needs none."""
    with _locked(_folder(home, name), home) as box:
        yield LocalBox(box, home)


@contextmanager
def _locked(place: Path, home: Path) -> Iterator[mailbox.Mailbox[mailbox.Message]]:
    box: mailbox.Mailbox[mailbox.Message]
    make = mailbox.Maildir if home.is_dir() else mailbox.mbox
    box = make(place, create=True)
    box.lock()
    try:
        yield box
    finally:
        box.flush()
        box.unlock()
        box.close()


def _folder(home: Path, name: str) -> Path:
    """Give where messages lie: a folder of the Maildir, or a file beside the mbox."""
    if not name:
        return home
    return home / f".{name}" if home.is_dir() else home.with_name(f"{home.name}.{name}")
