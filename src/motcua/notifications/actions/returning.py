"""Reading the mail that came back, and what it says of what was sent."""

from __future__ import annotations

import mailbox
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.notifications.actions.hearing import hear
from motcua.notifications.base.bounces import bounce_of

if TYPE_CHECKING:
    from datetime import datetime

_MOST = 500
_OTHERS = "Khac"
"""Where letters go that tell of no delivery: what people answered to an address nobody reads."""


def read_returned(*, place: str, now: datetime) -> int:
    """Hear what every letter of a Maildir says and take it out; give how many there were.

    A crash in between reads it again, which changes nothing.
    """
    if not Path(place).is_dir():
        return 0
    box = mailbox.Maildir(place, factory=None, create=False)
    keys = box.keys()[:_MOST]
    for key in keys:
        raw = box.get_bytes(key)
        report = bounce_of(raw, now)
        if report is None:
            box.add_folder(_OTHERS).add(raw)
        else:
            hear(provider="smtp", report=report, now=now)
        box.discard(key)
    return len(keys)
