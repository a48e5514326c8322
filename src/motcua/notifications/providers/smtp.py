"""E-mail over SMTP."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from motcua.kernel.text import nfc
from motcua.notifications.errors import CarrierDown, Undeliverable

if TYPE_CHECKING:
    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """A mail server, as `smtp://user:password@host:port`; `smtps` for TLS from the start."""

    url: str
    sender: str
    sender_name: str

    def carry(self, letter: Letter) -> str:
        """Send a letter. Raises `CarrierDown`, `Undeliverable`."""
        message = self._message(letter)
        try:
            with self._connect() as server:
                server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, ValueError):
            raise Undeliverable from None
        except (OSError, smtplib.SMTPException):
            raise CarrierDown from None
        return str(message["Message-ID"])

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = letter.address
        message["Subject"] = nfc(letter.subject)
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{letter.reference}@{self.sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(nfc(letter.text))
        if letter.html:
            message.add_alternative(nfc(letter.html), subtype="html")
        return message

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls()
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server
