"""Reading the mail that came back, and what it says of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from motcua.kernel.errors import Unavailable
from motcua.kernel.mailboxes import is_there, postbox
from motcua.notifications.actions.hearing import MAIL, hear
from motcua.notifications.base.bounces import MOST_BYTES, bounce_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.mailboxes.base import Postbox

log = structlog.get_logger(__name__)

_MOST = 500
_OTHERS = "Khac"
"""Where letters go that tell of no delivery: what people answered to an address nobody reads."""


def read_returned(*, place: str, now: datetime) -> int:
    """Hear what every letter of a mailbox says and take it out; give how many there were.

    The mailbox is a Maildir, an mbox file, or a folder on a mail server over IMAP, whose own
    certificate is that of the server that sends. A crash in between reads a letter again, which
    changes nothing; one that cannot be read now stays, and keeps none behind it waiting. Raises
    `Unavailable` while a mail server cannot be reached.
    """
    if not is_there(place):
        return 0
    with postbox(place, ca=settings.SMTP_CA) as box:
        return sum(_is_read(box, key, now) for key in box.keys(_MOST))


def _is_read(box: Postbox, key: str, now: datetime) -> bool:
    try:
        _read(box, key, now)
    except (Unavailable, OSError, ValueError) as error:
        log.warning("notifications.returned_left", reason=type(error).__name__)
        return False
    return True


def _read(box: Postbox, key: str, now: datetime) -> None:
    report = bounce_of(box.whole(key), now) if box.size(key) <= MOST_BYTES else None
    if report is None:
        box.set_aside(key, _OTHERS)
        return
    hear(provider=MAIL, report=report, now=now)
    box.drop(key)
