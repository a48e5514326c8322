"""Mailboxes that are read: a folder or file on this machine, or a mail server over IMAP."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

from motcua.kernel.mailboxes import imap, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.kernel.mailboxes.base import Postbox

_IMAP = "imaps://"


@contextmanager
def postbox(place: str, name: str = "", *, ca: str = "") -> Iterator[Postbox]:
    """Open a folder of the mailbox at a place; no name is where mail comes in.

    `ca` is the file of a root certificate to trust a server by; without it the system's are.
    Raises `Unavailable` while it cannot be reached, `ImproperlyConfigured` for IMAP without TLS.
    """
    if place.startswith(_IMAP):
        with imap.opened(place, name, ca) as box:
            yield box
    elif "://" in place:
        raise ImproperlyConfigured("a mailbox is a folder, a file, or imaps://…")
    else:
        with local.opened(Path(place), name) as found:
            yield found


def is_there(place: str) -> bool:
    """Say whether a mailbox may be read: a folder or file that exists, or a server."""
    return "://" in place or Path(place).exists()
