"""E-mail over SMTP."""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
import threading
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from motcua.kernel.text import nfc
from motcua.notifications.errors import AddressDead, CarrierDown, TryLater, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.notifications.base import Letter

TIMEOUT_SECONDS = 10
_FINAL = 500
_OK = 250
_SURE_SECONDS = 1.0
"""A connection used so shortly before is still there; servers hang up on those that say nothing."""
# Bad mailbox, bad system, moved, disabled (RFC 3463 §3.2, §3.3).
_NO_MAILBOX = re.compile(rb"5\.(1\.[1236]|2\.1)\b")
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


class SmtpCarrier:
    """A mail server: `smtps` is TLS from the start, `smtp+starttls` TLS or nothing, `smtp` plain.

    With a user (`user:password@`, percent-encoded) there is always TLS, and the server's name is
    checked. Each thread keeps a connection of its own. Letters come from `sender`; what cannot be
    delivered goes back to `bounces` with the letter's reference in it, where that is set.
    """

    name = "smtp"
    at_once = 4

    def __init__(
        self, url: str, sender: str, sender_name: str, bounces: str = "", ca: str = ""
    ) -> None:
        self.url, self.sender, self.sender_name = url, sender, sender_name
        self._bounces, self._ca = bounces, ca
        self._mine = threading.local()
        self._open: list[smtplib.SMTP] = []
        self._lock = threading.Lock()

    def carry(self, letter: Letter) -> str:
        """Send a letter. Raises `CarrierDown`, `TryLater`, `Undeliverable`, `AddressDead`."""
        message = self._message(letter, _recipient(letter.address))
        sender = return_path(self._bounces, letter.reference) or self.sender
        try:
            # A connection lost in the middle may have carried the letter: no second try here.
            self._line().send_message(message, from_addr=sender)
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _verdict(list(refusal.recipients.values())) from None
        except smtplib.SMTPNotSupportedError:
            raise Undeliverable from None  # an address beyond ASCII, at a server that knows none
        except smtplib.SMTPDataError as refusal:
            raise (Undeliverable if _is_final(refusal.smtp_code) else TryLater) from None
        except (OSError, smtplib.SMTPException):
            self._drop()
            raise CarrierDown from None
        return str(message["Message-ID"])

    def close(self) -> None:
        """Take leave of the server on every connection."""
        with self._lock:
            lines, self._open = self._open, []
        self._mine = threading.local()
        for line in lines:
            line.close()

    def _line(self) -> smtplib.SMTP:
        """Give this thread's connection; one that was quiet for a while is asked whether it is."""
        line: smtplib.SMTP | None = getattr(self._mine, "line", None)
        if line is not None and _is_alive(line, time.monotonic() - self._mine.used_at):
            self._mine.used_at = time.monotonic()
            return line
        self._drop()
        line = self._connect()
        self._mine.line, self._mine.used_at = line, time.monotonic()
        with self._lock:
            self._open.append(line)
        return line

    def _drop(self) -> None:
        line: smtplib.SMTP | None = getattr(self._mine, "line", None)
        self._mine.line = None
        if line is not None:
            with self._lock:
                self._open = [one for one in self._open if one is not line]
            line.close()

    def _message(self, letter: Letter, recipient: Address) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["From"] = Address(self.sender_name, addr_spec=self.sender)
        message["To"] = recipient
        message["Subject"] = " ".join(nfc(letter.subject).split())
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{letter.reference}@{self.sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(nfc(letter.text).replace("\0", ""))
        if letter.html:
            message.add_alternative(nfc(letter.html).replace("\0", ""), subtype="html")
        return message

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, trust = (
            parts.hostname or "localhost",
            ssl.create_default_context(cafile=self._ca or None),
        )
        if parts.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=trust
            )
        else:
            line = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        try:
            if parts.scheme == "smtp+starttls" or (parts.username and parts.scheme == "smtp"):
                line.starttls(context=trust)
            if parts.username:
                line.login(unquote(parts.username), unquote(parts.password or ""))
        except smtplib.SMTPNotSupportedError:
            line.close()
            raise CarrierDown from None  # no TLS, no signing in: it is no letter's fault
        except BaseException:
            line.close()
            raise
        return line


def return_path(bounces: str, reference: str) -> str:
    """Give the address to which a letter that cannot be delivered comes back, with its reference.

    `tra-lai@tinh.vn` gives `tra-lai+<reference>@tinh.vn` (RFC 5233); empty when there is none.
    """
    name, at, domain = bounces.partition("@")
    return f"{name}+{reference}@{domain}" if at else ""


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


def _is_alive(line: smtplib.SMTP, idle: float) -> bool:
    try:
        return idle < _SURE_SECONDS or line.noop()[0] == _OK
    except (OSError, smtplib.SMTPException):
        return False


def _verdict(refusals: list[tuple[int, bytes]]) -> Exception:
    """Say what a refused recipient means: dead where the server knows of no such mailbox."""
    if not all(_is_final(code) for code, _words in refusals):
        return TryLater()
    is_dead = all(_NO_MAILBOX.match(words) for _code, words in refusals)
    return AddressDead() if is_dead else Undeliverable()


def _is_final(code: int) -> bool:
    """Say whether a server's answer means never, not later (RFC 5321 §4.2.1)."""
    return code >= _FINAL
