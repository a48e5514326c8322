"""What the pages of the inbox and of the ways show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from motcua.identity.queries.accounts import has_proven_address, proven_addresses
from motcua.notifications.base.hints import hint
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.enums import BOUND_TOPICS, CHOSEN_TOPICS, Medium, Topic
from motcua.notifications.queries import NOTICES_A_PAGE, has_carrier
from motcua.notifications.queries.apps import public_push_key
from motcua.notifications.queries.inboxes import news_of
from motcua.notifications.queries.sending import mark_of
from motcua.notifications.queries.wishes import (
    USUAL,
    browsers_of,
    preferences_of,
    proven_phone,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.notifications.models import CitizenNotice, PushSubscription
    from motcua.notifications.queries.inboxes import News

# The page of each kind of subject; of others the news itself is all there is.
_PAGES: Mapping[str, Callable[[str], str]] = {
    "dossier": lambda public_id: reverse("portal:dossier", args=[public_id]),
    "draft": lambda public_id: reverse("portal:draft", args=[public_id]),
    "booking": lambda _public_id: reverse("portal:bookings"),
    "ways": lambda _public_id: reverse("portal:ways"),
    "feedback": lambda _public_id: reverse("portal:feedback-mine"),
}


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of news; `after` is the number of its last one where older ones follow."""

    news: Sequence[News]
    after: int | None
    has_unread: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic as its reader has it: the ways in words, the language, whether one way must stay."""

    topic: Topic
    ways: str
    language: str
    is_bound: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """An address (masked) that takes nothing, since when, and by which way."""

    medium: Medium
    address: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """What was proved to be somebody's: a mail address, a telephone (masked)."""

    has_email: bool
    phone: str
    has_phone: bool
    troubles: tuple[Trouble, ...] = ()


def inbox(actor: Actor, language: str, before: int | None, now: datetime) -> Inbox:
    """Give a page of an account's news."""
    found = news_of(actor, language, before)
    shown = found[:NOTICES_A_PAGE]
    after = shown[-1].row.pk if len(found) > NOTICES_A_PAGE else None
    return Inbox(shown, after, any(one.row.read_at is None for one in shown), now)


def place_of(row: CitizenNotice) -> str:
    """Give the page of what news are about; empty where there is none."""
    page = _PAGES.get(row.subject_kind)
    return page(row.subject_id) if page else ""


def reach_of(actor: Actor) -> Reach:
    """Give what an account has proved."""
    account = actor.account_id or 0
    row = proven_phone(account)
    is_proved = row is not None and row.proved_at is not None
    bare = str(row.phone) if row is not None and is_proved else ""
    written = [(Medium.EMAIL, one) for one in proven_addresses(account)]
    written += [(one, bare) for one in (Medium.SMS, Medium.ZALO, Medium.VNEID) if bare]
    shown = hint(bare) if bare else ""
    return Reach(has_proven_address(account), shown, is_proved, tuple(_troubles(written)))


def _troubles(written: Sequence[tuple[Medium, str]]) -> Iterator[Trouble]:
    for medium, address in written:
        mark = mark_of(medium, address)
        if mark is not None:
            shown = address if medium == Medium.EMAIL else hint(address)
            yield Trouble(medium, shown, mark.since)


@dataclass(frozen=True, slots=True)
class Browsers:
    """The browsers that show news: those let, the key to let another, whether there is a sandbox.

    Without a key this node tells browsers nothing.
    """

    let: Sequence[PushSubscription]
    key: str
    has_sandbox: bool


def browsers(actor: Actor) -> Browsers:
    """Give the browsers of an account."""
    let = browsers_of(actor.account_id or 0)
    return Browsers(let, public_push_key(), bool(settings.PUSH_SANDBOX))


def wishes_of(actor: Actor) -> Sequence[Wish]:
    """Give every topic with what an account chose of it, else what is usual."""
    chosen = preferences_of(actor.account_id or 0)
    found = []
    for topic in CHOSEN_TOPICS:
        row = chosen.get(topic)
        media = {Medium(one) for one in row.media} if row else set(USUAL)
        ways = [str(one.label) for one in offered() if one in media]
        language = LANGUAGES.get(row.language, "") if row else ""
        found.append(Wish(topic, ", ".join(ways), language, topic in BOUND_TOPICS))
    return found


def chosen_for(actor: Actor, topic: Topic) -> tuple[list[str], str]:
    """Give the ways and the language an account has for a topic."""
    row = preferences_of(actor.account_id or 0).get(topic)
    return (list(row.media), row.language) if row else ([str(one) for one in sorted(USUAL)], "")


def offered() -> tuple[Medium, ...]:
    """Give the ways this node has."""
    return tuple(one for one in Medium if has_carrier(one))
