"""Writing messages: rows in the caller's transaction; the worker finds them after commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.notifications.base.filling import only_declared
from motcua.notifications.base.occasions import occasions
from motcua.notifications.enums import Kind, Medium
from motcua.notifications.models import CitizenNotice, Message
from motcua.notifications.queries import has_carrier
from motcua.notifications.queries.wishes import Asked, wishes_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from motcua.notifications.base.languages import Words
    from motcua.notifications.queries.wishes import Way


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell, where and in which language; an empty address means not that way.

    `account_id` is the account that follows the matter: its inbox has the news too, and its wishes
    hold where the matter is its own (`person_id`, None where it is nobody else's).
    """

    phone: str
    email: str
    language: str
    account_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is to be told by e-mail and text message.

    `key` names the event: the same key again writes nothing. `template` is an occasion, whose
    places `context` fills; what it has no place for is not kept. What reads otherwise in another
    language is given in each (`in_each`). `subject` is what it is about, as
    `("dossier", public id)`: an inbox leads there. What somebody just asked for goes out whatever
    he wishes otherwise.
    """

    key: str
    recipient: Recipient
    template: str
    context: Mapping[str, Words]
    agency_id: int | None
    subject: tuple[str, str] = ("", "")
    is_asked_for: bool = False


def notify(  # noqa: PLR0913 - a notice has this many parts, all named
    *,
    key: str,
    recipient: Recipient,
    template: str,
    context: Mapping[str, Words],
    agency_id: int | None,
    now: datetime,
    subject: tuple[str, str] = ("", ""),
    is_asked_for: bool = False,
) -> int:
    """Write what one person is to be told, as `notify_all` does; give the number of messages."""
    return notify_all(
        [Notice(key, recipient, template, context, agency_id, subject, is_asked_for)], now=now
    )


def notify_all(notices: Iterable[Notice], *, now: datetime) -> int:
    """Write what people are to be told; give the number of messages, of known keys too.

    Each goes the ways its reader wishes, else by e-mail and text message; a medium without a
    carrier is left out. What is of use later stands in the inbox of the account as well.
    """
    told = list(notices)
    media = frozenset(medium for medium in Medium if has_carrier(medium))
    wishes = wishes_about([_asked(one) for one in told], media)
    messages = [
        _message(notice, way, now) for notice in told for way in wishes.ways(_asked(notice))
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
    _put_into_inboxes(told, now)
    return len(messages)


def _asked(notice: Notice) -> Asked:
    recipient, occasion = notice.recipient, occasions().get(notice.template)
    return Asked(
        topic=occasion.topic if occasion and not notice.is_asked_for else None,
        account_id=recipient.account_id,
        person_id=recipient.person_id,
        phone=recipient.phone,
        email=recipient.email,
        language=recipient.language,
    )


def _put_into_inboxes(notices: Iterable[Notice], now: datetime) -> None:
    rows = [
        CitizenNotice(
            account_id=one.recipient.account_id,
            key=one.key,
            occasion=one.template,
            agency_id=one.agency_id,
            subject_kind=one.subject[0],
            subject_id=one.subject[1],
            context=_kept(one),
            at=now,
        )
        for one in notices
        if one.recipient.account_id is not None and _is_for_inboxes(one)
    ]
    if rows:
        CitizenNotice.objects.bulk_create(rows, ignore_conflicts=True)


def _is_for_inboxes(notice: Notice) -> bool:
    occasion = occasions().get(notice.template)
    return occasion is not None and occasion.is_in_inbox


def _message(notice: Notice, way: Way, now: datetime) -> Message:
    occasion = occasions().get(notice.template)
    return Message(
        key=f"{notice.key}:{way.mark}",
        agency_id=notice.agency_id,
        account_id=notice.recipient.account_id,
        medium=way.medium,
        kind=occasion.kind if occasion else Kind.NOTICE,
        template=notice.template,
        language=way.language,
        address=way.address,
        context=_kept(notice),
        written_at=now,
        due_at=now,
    )


def _kept(notice: Notice) -> dict[str, Words]:
    occasion = occasions().get(notice.template)
    return only_declared(occasion, notice.context) if occasion else dict(notice.context)
