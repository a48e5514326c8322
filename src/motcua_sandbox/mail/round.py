"""Letters that somebody reads elsewhere: laid in a Maildir, which a mail server shows over IMAP."""

from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class Round:
    """Knows whose letters lie in which Maildir."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = {address.lower(): folder for address, folder in folders.items()}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Whose letters are laid somewhere."""
        return tuple(self._folders)

    def lay(self, recipients: Iterable[str], raw: bytes) -> None:
        """Lay a letter where its recipients read; nobody else's goes anywhere. Raise OSError."""
        for address in {_bare(one) for one in recipients} & set(self._folders):
            mailbox.Maildir(self._folders[address], create=True).add(raw)


def _bare(address: str) -> str:
    """Write an address without its detail: `ai+viec@vidu.vn` is `ai@vidu.vn` (RFC 5233)."""
    name, _at, domain = address.lower().partition("@")
    return f"{name.partition('+')[0]}@{domain}"
