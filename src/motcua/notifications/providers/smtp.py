"""E-mail over SMTP."""

from __future__ import annotations

import base64
import re
import smtplib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from motcua.kernel.text import nfc
from motcua.notifications.errors import CarrierDown, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10
_FINAL = 500
_ADDRESS = re.compile(r"(?P<name>[\w.!#$%&'*+/=?^`{|}~-]{1,64})@(?P<domain>[\w.-]{1,255})")


class WholeSubjects(EmailPolicy):
    """Folds a subject between encoded words so that decoding gives every space back.

    The standard policy drops the space at some folds: RFC 2047 §6.2 has readers ignore what stands
    between two encoded words.
    """

    def fold(self, name: str, value: str) -> str:
        """Write one header."""
        if name.lower() == "subject" and not value.isascii():
            words = f"{self.linesep} ".join(_encoded_words(value))
            return f"{name}: {words}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write one header as bytes."""
        if name.lower() == "subject" and not value.isascii():
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


_POLICY = WholeSubjects(linesep="\r\n")
# An encoded word and "Subject: " before it stay within 76 characters (RFC 2047 §2).
_BYTES_IN_A_WORD = 36


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """A mail server, as `smtp://user:password@host:port`; `smtps` for TLS from the start."""

    url: str
    sender: str
    sender_name: str

    def carry(self, letter: Letter) -> str:
        """Send a letter. Raises `CarrierDown`, `Undeliverable`."""
        message = self._message(letter, _recipient(letter.address))
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _ in refusal.recipients.values()]
            raise (Undeliverable if all(map(_is_final, codes)) else CarrierDown) from None
        except smtplib.SMTPNotSupportedError:
            raise Undeliverable from None  # an address beyond ASCII, at a server that knows none
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refusal:
            raise (Undeliverable if _is_final(refusal.smtp_code) else CarrierDown) from None
        except (OSError, smtplib.SMTPException):
            raise CarrierDown from None
        return str(message["Message-ID"])

    def _message(self, letter: Letter, recipient: Address) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = recipient
        message["Subject"] = " ".join(nfc(letter.subject).split())
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{letter.reference}@{self.sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(nfc(letter.text).replace("\0", ""))
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


def _encoded_words(text: str) -> Iterator[str]:
    """Cut a text into encoded words, never within a character (RFC 2047 §5)."""
    word = b""
    for character in text:
        more = character.encode()
        if len(word) + len(more) > _BYTES_IN_A_WORD:
            yield _encoded(word)
            word = b""
        word += more
    yield _encoded(word)


def _encoded(word: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(word).decode()}?="


def _recipient(address: str) -> Address:
    """Read one plain address; two of them, or one with a header behind it, are none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise Undeliverable
    return Address(username=found["name"], domain=found["domain"])


def _is_final(code: int) -> bool:
    """Say whether a server's answer means never, not later (RFC 5321 §4.2.1)."""
    return code >= _FINAL
