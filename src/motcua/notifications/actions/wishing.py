"""What people wish: channels and language of a topic, a telephone proved, news ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.kernel import audit, ratelimits
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import normal_form
from motcua.notifications.actions.silencing import unmark_silent
from motcua.notifications.actions.writing import Recipient, notify
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.enums import BOUND_TOPICS, CHOSEN_TOPICS, Medium, Topic
from motcua.notifications.errors import CodeWrong, OneWayStays, WayUnproved
from motcua.notifications.models import Preference, ProvenPhone, Unsubscription
from motcua.notifications.queries.wishes import BY_PHONE, proven_phone, unsubscribing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.kernel.actors import Actor

CODE_LASTS = timedelta(minutes=10)
CODES_AN_HOUR = 5
_TRIES = 5
_HOUR = 3600


@transaction.atomic
def choose_ways(
    *,
    actor: Actor,
    topic: Topic,
    media: Iterable[Medium],
    language: str,
    has_email: bool,
    now: datetime,
) -> Preference:
    """Have an account told of a topic in these ways only, in a language of its own if it likes.

    `has_email` says whether its mail address is proved. Raises `NotAllowed` for who has no account
    or a topic that is not chosen, `WayUnproved` for a telephone that nobody proved, `OneWayStays`
    where the law has one told and no proved way out is left.
    """
    account = _account(actor)
    wanted = frozenset(media)
    if topic not in CHOSEN_TOPICS or (language and language not in LANGUAGES):
        raise NotAllowed
    phone = proven_phone(account)
    has_phone = phone is not None and phone.proved_at is not None
    if wanted & {Medium.ZALO, Medium.VNEID} and not has_phone:
        raise WayUnproved
    reaches = (Medium.EMAIL in wanted and has_email) or (bool(wanted & BY_PHONE) and has_phone)
    if topic in BOUND_TOPICS and not reaches:
        raise OneWayStays
    made, _new = Preference.objects.update_or_create(
        account_id=account,
        topic=topic,
        defaults={
            "person_id": actor.person_id,
            "media": [str(one) for one in Medium if one in wanted],
            "language": language,
            "changed_at": now,
        },
    )
    if phone is not None and phone.proved_at is not None:
        # Whoever chooses an app for which he was unknown lets us try it again.
        for one in wanted & {Medium.ZALO, Medium.VNEID}:
            unmark_silent(one, str(phone.phone))
    _record("choose_ways", actor, now, what=topic)
    return made


def send_phone_code(*, actor: Actor, phone: str, language: str, now: datetime) -> None:
    """Send a one-time code to a telephone that somebody says is his; an older one is void.

    A telephone proved before stays the account's until another is proved. Raises `NotAllowed`,
    `TooManyRequests` past five an hour of the account or of the telephone, and `WayUnproved` where
    this node sends no text messages.
    """
    account, number = _account(actor), normal_form("phone", phone)
    ratelimits.hit(
        "notifications.phone-code", str(account), limit=CODES_AN_HOUR, seconds=_HOUR, now=now
    )
    # Many accounts must not make one stranger's telephone ring either.
    ratelimits.hit("notifications.phone-rung", number, limit=CODES_AN_HOUR, seconds=_HOUR, now=now)
    with transaction.atomic():
        _send_code(account, number, language, now)
        _record("send_phone_code", actor, now)


def _send_code(account: int, number: str, language: str, now: datetime) -> None:
    code = f"{secrets.randbelow(10**6):06d}"
    ProvenPhone.objects.update_or_create(
        account_id=account,
        defaults={
            "asked": number,
            "digest": _digest(account, number, code),
            "expires_at": now + CODE_LASTS,
            "tries": 0,
        },
    )
    told = notify(
        key=f"phone-code:{account}:{secrets.token_hex(8)}",
        recipient=Recipient(number, "", language),
        template="phone-code",
        context={"code": code, "node": settings.NODE_NAME},
        agency_id=None,
        now=now,
    )
    if not told:
        raise WayUnproved


def prove_phone(*, actor: Actor, code: str, now: datetime) -> None:
    """Prove a telephone by the code that was sent to it, within ten minutes and five tries.

    Raises `NotAllowed`, `CodeWrong`.
    """
    if not _is_proved(actor, code, now):
        raise CodeWrong


@transaction.atomic
def _is_proved(actor: Actor, code: str, now: datetime) -> bool:
    account = _account(actor)
    row = ProvenPhone.objects.select_for_update().filter(account_id=account).first()
    if row is None or row.expires_at <= now or row.tries >= _TRIES or not row.asked:
        return False
    row.tries += 1
    said = _digest(account, str(row.asked), code.strip())
    is_right = hmac.compare_digest(said, bytes(row.digest))
    if is_right:
        row.phone, row.asked, row.proved_at, row.expires_at = row.asked, "", now, now
        _record("prove_phone", actor, now)
    row.save()
    return is_right


@transaction.atomic
def unsubscribe(*, token: str, now: datetime) -> Topic:
    """End a topic for the reader of a mail, by its link; once more changes nothing.

    Raises `LinkBroken`.
    """
    topic, index = unsubscribing(token)
    Unsubscription.objects.get_or_create(topic=topic, address_index=index, defaults={"at": now})
    return topic


def _account(actor: Actor) -> int:
    if actor.account_id is None or actor.official_id is not None:
        raise NotAllowed
    return actor.account_id


def _digest(account: int, phone: str, code: str) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"phone\0{account}\0{phone}\0{code}".encode(), hashlib.sha256)


def _record(act: str, actor: Actor, now: datetime, what: str = "phone") -> None:
    audit.record(
        actor=actor,
        action=f"notifications.{act}",
        subject=("wish", str(what)),
        agency_id=audit.NODE,
        now=now,
    )
