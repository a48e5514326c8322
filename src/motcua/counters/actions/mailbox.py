"""Scans that come by e-mail: taken from a mailbox once, then set aside there; nothing is lost.

The mailbox is a folder on this machine or on a mail server, see `kernel.mailboxes`. What was taken
goes to its folder `taken`, what strangers sent to `strangers`, where it waits until they are let
in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from email.utils import parseaddr
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction

from motcua.counters.actions.scanning import keep_aside, take_scan
from motcua.counters.base import mail_rule_on
from motcua.counters.base.naming import printable
from motcua.counters.models import ScanMail
from motcua.counters.queries.mail import sender_called, strangers
from motcua.counters.queries.scans import attachments_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.disk import has_room
from motcua.kernel.errors import DomainError
from motcua.kernel.mailboxes import postbox
from motcua.kernel.sandbox import ParsingFailed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Unit
    from motcua.counters.models import ScanSender
    from motcua.kernel.mailboxes.base import Postbox

log = structlog.get_logger(__name__)

MOST_BYTES = 70 * 1024 * 1024
"""The largest message that is opened; a scan of 200 pages has about 40 MB."""
_TAKEN, _STRANGERS = "taken", "strangers"
_AT_ONCE, _AT_ONCE_ASIDE = 100, 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as far as it was read."""

    digest: bytes
    sender: str
    is_too_large: bool
    raw: bytes = field(default=b"", repr=False)


def read_mailbox(*, place: str, now: datetime) -> int:
    """Take in what lies in a mailbox; give how many messages were taken.

    A message is known by its Message-ID and taken once. What strangers sent waits aside and is
    taken as soon as they are let in; so does what a sender sent beyond his day's number. With the
    disk down to its reserve everything stays where it lies. Raises `Unavailable` while a mail
    server cannot be reached.
    """
    if not has_room():
        log.warning("counters.scans_wait", reason="no room")
        return 0
    taken = _emptied(place, "", _AT_ONCE, now)
    if any(sender_called(one) for one in strangers()):
        taken += _emptied(place, _STRANGERS, _AT_ONCE_ASIDE, now)
    return taken


def purge_strangers(*, place: str, now: datetime) -> int:
    """Throw away what strangers sent and nobody let in for the days of the rule; give how many."""
    before = now - timedelta(days=mail_rule_on(civil_date(now)).strangers_days)
    with postbox(place, _STRANGERS, ca=settings.SCAN_MAIL_CA) as box:
        purged = sum(_purged(box, key, before) for key in box.keys(_AT_ONCE_ASIDE))
    if purged:
        log.info("counters.strangers_purged", messages=purged)
    return purged


def _purged(box: Postbox, key: str, before: datetime) -> bool:
    letter = _letter(box, key)
    row = ScanMail.objects.filter(digest=letter.digest, counter=None).first()
    if row is None or row.received_at >= before or sender_called(letter.sender):
        return False
    box.drop(key)
    row.delete()
    return True


def _emptied(place: str, name: str, most: int, now: datetime) -> int:
    with postbox(place, name, ca=settings.SCAN_MAIL_CA) as box:
        return sum(_tried(box, key, name, now) for key in box.keys(most))


def _tried(box: Postbox, key: str, name: str, now: datetime) -> bool:
    """Take a message in; one that cannot be taken stays, and keeps none behind it waiting."""
    try:
        return _taken(box, key, name, now)
    except (DomainError, OSError, ValueError) as error:
        log.warning("counters.mail_left", reason=type(error).__name__)
        return False


def _taken(box: Postbox, key: str, name: str, now: datetime) -> bool:
    """Take one message in and set it aside; say whether it was taken now."""
    letter = _letter(box, key)
    sender = sender_called(letter.sender)
    known = ScanMail.objects.filter(digest=letter.digest).first()
    is_new = known is None or known.counter_id is None
    if sender is None and known is None and _is_full(now):
        log.warning("counters.stranger_dropped")
        box.drop(key)
        return False
    if sender is None or (is_new and _has_sent_enough(sender, now)):
        _note(letter, None, now)
        _lay(box, key, name, _STRANGERS)
        return False
    if is_new:
        _take(_fetched(box, key, letter), sender.counter.unit, now)
        _note(letter, sender.counter_id, now)
    _lay(box, key, name, _TAKEN)
    return is_new


def _lay(box: Postbox, key: str, name: str, aside: str) -> None:
    if name != aside:
        box.set_aside(key, aside)


def _is_full(now: datetime) -> bool:
    """Say whether as many strangers' messages wait as the rule allows."""
    most = mail_rule_on(civil_date(now)).strangers_most
    return ScanMail.objects.filter(counter=None).count() >= most


def _has_sent_enough(sender: ScanSender, now: datetime) -> bool:
    """Say whether a counter was sent as much within a day as the rule allows."""
    sent = ScanMail.objects.filter(
        counter_id=sender.counter_id, received_at__gt=now - timedelta(days=1)
    )
    return sent.count() >= mail_rule_on(civil_date(now)).sender_a_day


def _letter(box: Postbox, key: str) -> Letter:
    """Look at a message without fetching it; only one without a number is read whole."""
    is_too_large = box.size(key) > MOST_BYTES
    seen = box.head(key)
    head = BytesParser(policy=policy.compat32).parsebytes(seen, headersonly=True)
    named = str(head.get("Message-ID", "")).strip().encode()
    if not named:
        named = seen if is_too_large else box.whole(key)
    _name, address = parseaddr(str(head.get("From", "")))
    return Letter(
        digest=hashlib.sha256(named).digest(),
        sender=printable(address).strip().lower()[:254],
        is_too_large=is_too_large,
    )


def _fetched(box: Postbox, key: str, letter: Letter) -> Letter:
    if letter.is_too_large:
        return letter
    return replace(letter, raw=box.whole(key))


def _take(letter: Letter, unit: Unit, now: datetime) -> None:
    if letter.is_too_large:
        # It stays whole in the mailbox.
        keep_aside(unit=unit, name="thư.eml", content=b"", reason="too-large", now=now)
        return
    files, reason = _attached(letter.raw)
    for name, content in files:
        take_scan(actor=SYSTEM, unit=unit, name=name, content=content, now=now)
    if not files:
        keep_aside(unit=unit, name="thư.eml", content=letter.raw, reason=reason, now=now)


def _attached(raw: bytes) -> tuple[list[tuple[str, bytes]], str]:
    """Give what is attached to a message; without any, why."""
    try:
        return attachments_of(raw), "no-file"
    except ParsingFailed as refusal:
        log.warning("counters.mail_broken", reason=refusal.details.get("reason"))
        return [], "unreadable"


def _note(letter: Letter, counter_id: int | None, now: datetime) -> None:
    with transaction.atomic():
        ScanMail.objects.update_or_create(
            digest=letter.digest,
            defaults={"counter_id": counter_id},
            create_defaults={
                "sender": letter.sender,
                "counter_id": counter_id,
                "received_at": now,
            },
        )
