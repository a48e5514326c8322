"""Writing messages: rows in the caller's transaction; the worker finds them after commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.notifications.base import KINDS
from motcua.notifications.base.filling import only_declared
from motcua.notifications.base.occasions import occasions
from motcua.notifications.enums import Kind, Medium
from motcua.notifications.models import Message
from motcua.notifications.queries import has_carrier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell, where and in which language; an empty address means not that way."""

    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is to be told by e-mail and text message.

    `key` names the event: the same key again writes nothing. `template` is an occasion, whose
    places `context` fills; what it has no place for is not kept.
    """

    key: str
    recipient: Recipient
    template: str
    context: Mapping[str, str]
    agency_id: int | None


def notify(
    *,
    key: str,
    recipient: Recipient,
    template: str,
    context: Mapping[str, str],
    agency_id: int | None,
    now: datetime,
) -> int:
    """Write what one person is to be told, as `notify_all` does; give the number of messages."""
    return notify_all([Notice(key, recipient, template, context, agency_id)], now=now)


def notify_all(notices: Iterable[Notice], *, now: datetime) -> int:
    """Write what people are to be told; give the number of messages, of known keys too.

    A medium without a carrier is left out.
    """
    media = [medium for medium in Medium if has_carrier(medium)]
    messages = [
        _message(notice, medium, address, now)
        for notice in notices
        for medium in media
        if (address := _address(notice.recipient, medium))
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)


def _address(recipient: Recipient, medium: Medium) -> str:
    return {Medium.EMAIL: recipient.email, Medium.SMS: recipient.phone}.get(medium, "")


def _message(notice: Notice, medium: Medium, address: str, now: datetime) -> Message:
    return Message(
        key=f"{notice.key}:{medium}",
        agency_id=notice.agency_id,
        medium=medium,
        kind=KINDS.get(notice.template, Kind.NOTICE),
        template=notice.template,
        language=notice.recipient.language,
        address=address,
        context=_kept(notice),
        written_at=now,
        due_at=now,
    )


def _kept(notice: Notice) -> dict[str, str]:
    occasion = occasions().get(notice.template)
    return only_declared(occasion, notice.context) if occasion else dict(notice.context)
