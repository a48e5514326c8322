"""Mail that comes back: addresses that refuse at the door, or later by a notification."""

from __future__ import annotations

import re
import secrets
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import web
from motcua_sandbox.mail import letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua_sandbox.mail.round import Round
    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS returns (
  address TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  at_door INTEGER NOT NULL
);
"""
_STATUS = re.compile(r"[45]\.[0-9]{1,3}\.[0-9]{1,3}", re.ASCII)
_NOTIFICATION = """From: MAILER-DAEMON@sandbox.example
To: {sender}
Date: {date}
Subject: Delivery Status Notification
Message-ID: <{number}@sandbox.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

--{boundary}
Content-Type: text/plain; charset=utf-8

The letter could not be delivered.

--{boundary}
Content-Type: message/delivery-status

Reporting-MTA: dns; sandbox.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--{boundary}
Content-Type: text/rfc822-headers

{head}

--{boundary}--
"""


class Returns:
    """Knows which addresses take no mail, and how they say so."""

    def __init__(self, store: Store, way: Round) -> None:
        self._store, self._way = store, way

    def routes(self) -> list[web.Route]:
        """Give the call that makes an address refuse, or take mail again."""
        return [web.Route("POST", "/api/returns", self._set)]

    def refusal(self, address: str) -> str:
        """Give the status with which an address refuses at the door, empty when it does not."""
        found = self._status(address, at_door=True)
        return found if not found else f"{found[0]}50 {found} No such mailbox"

    def send_back(self, sender: str, recipients: Iterable[str], raw: bytes) -> None:
        """Answer a letter that was taken with a notification for each address that refuses late."""
        for address in recipients:
            status = self._status(address, at_door=False)
            if status and sender:
                back = _notification(sender, address, status, raw)
                letters.keep(self._store, "", [sender], back)
                self._way.lay([sender], back)

    def _status(self, address: str, *, at_door: bool) -> str:
        sql = "SELECT status FROM returns WHERE address = ? AND at_door = ?"
        row = self._store.row(sql, address.lower(), int(at_door))
        return row["status"] if row else ""

    def _set(self, request: web.Request) -> web.Response:
        wish = request.json()
        address, status = wish.get("address"), wish.get("status", "")
        if not isinstance(address, str) or "@" not in address or not isinstance(status, str):
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", "address is none")
        if status and not _STATUS.fullmatch(status):
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", "status is none")
        with self._store.write() as db:
            db.execute("DELETE FROM returns WHERE address = ?", (address.lower(),))
            if status:
                row = (address.lower(), status, int(wish.get("at_door") is True))
                db.execute("INSERT INTO returns VALUES (?, ?, ?)", row)
        return web.json_response({"address": address, "status": status})


def _notification(sender: str, address: str, status: str, raw: bytes) -> bytes:
    """Write a delivery status notification (RFC 3464) to a letter's sender, with its head."""
    told = {
        "boundary": secrets.token_hex(12),
        "sender": sender,
        "address": address,
        "status": status,
        "action": "failed" if status.startswith("5") else "delayed",
        "date": formatdate(),
        "number": secrets.token_hex(16),
    }
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    text = _NOTIFICATION.format(**told, head=head)
    return text.replace("\n", "\r\n").encode()
