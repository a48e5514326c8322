"""What a letter that came back says: delivery status notifications (RFC 3461, 3464)."""

from __future__ import annotations

import hashlib
import re
from email import message_from_bytes
from email.policy import compat32
from typing import TYPE_CHECKING

from motcua.notifications.base import Report
from motcua.notifications.enums import Said

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message as Mail

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-[1-9][0-9]{0,3})?"
_TAGGED = re.compile(rf"\+({_UUID})@", re.IGNORECASE)
_OURS = re.compile(rf"<({_UUID})@", re.IGNORECASE)
_STATUS = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})")
_TO = ("Delivered-To", "X-Original-To", "To")
# Bad mailbox or system, moved, disabled (RFC 3463 §3.2, §3.3): nothing will ever arrive there.
_DEAD = frozenset({("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")})
MOST_BYTES = 512 * 1024
"""The largest letter that is looked at: our own, which it brings back, has nothing attached."""


def bounce_of(raw: bytes, now: datetime) -> Report | None:
    """Read a letter that came back; None for one that is no notification about ours.

    Which of our letters it is about stands in the address it came to, else in the head of the
    letter that it brings back.
    """
    try:
        mail = message_from_bytes(raw[:MOST_BYTES], policy=compat32)
        parts = list(mail.walk())
    except RecursionError:  # letters in letters a thousand deep tell of nothing
        return None
    if mail.get_content_type() != "multipart/report":
        return None
    status = next(
        (one for one in parts if one.get_content_type() == "message/delivery-status"), None
    )
    reference = _tagged(mail) or _returned(parts)
    if status is None or not reference:
        return None
    said, reason = _said(status)
    event = hashlib.sha256(str(mail.get("Message-ID", "")).encode() or raw).hexdigest()
    return Report(f"dsn:{event[:64]}", reference.lower(), said, reason, now)


def _tagged(mail: Mail) -> str:
    told = " ".join(str(one) for name in _TO for one in mail.get_all(name, []))
    found = _TAGGED.search(told)
    return found[1] if found else ""


def _returned(parts: list[Mail]) -> str:
    for part in parts[1:]:
        head = str(part.get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers":
            head = str(part.get_payload())
        found = _OURS.search(head)
        if found:
            return found[1]
    return ""


def _said(status: Mail) -> tuple[Said, str]:
    """Read the fields of the recipient: what was done, and the code that says why."""
    blocks = status.get_payload()
    fields = {
        name.lower(): str(value).strip()
        for block in (blocks if isinstance(blocks, list) else [])
        for name, value in (block.items() if not isinstance(block, str) else ())
    }
    code = _STATUS.match(fields.get("status", ""))
    action = fields.get("action", "").lower()
    if code is None:
        return Said.OTHER, ""
    if action == "delivered" and code[1] == "2":
        return Said.DELIVERED, code[0]
    if action != "failed" or code[1] != "5":
        return Said.OTHER, code[0]
    is_dead = (code[2], code[3]) in _DEAD
    return (Said.BOUNCED if is_dead else Said.FAILED), code[0]
