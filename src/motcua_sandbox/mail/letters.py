"""Letters in the store, and what can be read out of their bytes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default
from typing import TYPE_CHECKING

from motcua_sandbox import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS inboxes (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS letters (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  raw BLOB NOT NULL,
  at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS received (
  inbox INTEGER NOT NULL REFERENCES inboxes (id),
  letter INTEGER NOT NULL REFERENCES letters (seq) ON DELETE CASCADE,
  PRIMARY KEY (inbox, letter)
) WITHOUT ROWID;
"""
_MOST_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says; `is_whole` is false when its bytes could not be read in full."""

    subject: str
    sender: str
    to: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    is_whole: bool = True


def keep(store: Store, sender: str, recipients: Sequence[str], raw: bytes) -> None:
    """Store a letter in the inbox of each recipient."""
    subject = _subject(raw)[:_MOST_SUBJECT]
    with store.write() as db:
        letter = db.execute(
            "INSERT INTO letters (id, sender, subject, raw, at) VALUES (?, ?, ?, ?, ?)",
            (f"mail_{secrets.token_hex(16)}", sender, subject, raw, clock.now()),
        ).lastrowid
        for address in {address.lower() for address in recipients}:
            db.execute(
                "INSERT INTO inboxes (address) VALUES (?) ON CONFLICT DO NOTHING", (address,)
            )
            db.execute(
                "INSERT INTO received SELECT id, ? FROM inboxes WHERE address = ?",
                (letter, address),
            )


def forget_all(store: Store) -> None:
    """Delete all letters and inboxes."""
    with store.write() as db:
        for sql in ("DELETE FROM received", "DELETE FROM letters", "DELETE FROM inboxes"):
            db.execute(sql)


def read(raw: bytes) -> Letter:
    """Read a letter's bytes, however odd; what cannot be read is shown as plain text."""
    try:
        message = BytesParser(EmailMessage, policy=default).parsebytes(raw)
        return _letter(message)
    except Exception:  # noqa: BLE001 - the parser raises many kinds on hostile letters
        return Letter("", "", "", _plain(raw), "", is_whole=False)


def _subject(raw: bytes) -> str:
    """Read the subject alone: the body is not looked at while a sender waits."""
    try:
        return _heading(BytesHeaderParser(EmailMessage, policy=default).parsebytes(raw), "subject")
    except Exception:  # noqa: BLE001 - the parser raises many kinds on hostile letters
        return ""


def _letter(message: EmailMessage) -> Letter:
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        subject=_heading(message, "subject"),
        sender=_heading(message, "from"),
        to=_heading(message, "to"),
        text=_content(plain) if plain else "",
        html=_content(rich) if rich else "",
        attachments=tuple(
            _attachment(part, number) for number, part in enumerate(message.iter_attachments(), 1)
        ),
    )


def _heading(message: Message, name: str) -> str:
    return _text(str(message.get(name, "")))


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return _text(payload.decode(part.get_content_charset("utf-8"), "replace"))
    except LookupError:
        return _plain(payload)


def _attachment(part: Message, number: int) -> Attachment:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else part.as_bytes()
    return Attachment(_text(part.get_filename() or f"{number}"), content)


def _plain(raw: bytes) -> str:
    return _text(raw.decode("utf-8", "replace"))


def _text(text: str) -> str:
    """Replace what is not text (halves of surrogate pairs) so that it can be sent on."""
    return text.encode("utf-8", "replace").decode()
