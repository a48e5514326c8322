"""How people wish to be told: the ways a message takes, what they chose, what they proved."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.core import signing

from motcua.kernel.sealed import blind_index, blind_indexes
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.enums import BOUND_TOPICS, CHOSEN_TOPICS, Medium, Topic
from motcua.notifications.errors import LinkBroken
from motcua.notifications.models import (
    Preference,
    ProvenPhone,
    PushSubscription,
    SilentAddress,
    Unsubscription,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

USUAL = frozenset({Medium.EMAIL, Medium.SMS, Medium.PUSH})
"""The ways of who chose nothing; a browser counts once it was let."""
ADDRESS_KINDS = MappingProxyType(
    {Medium.EMAIL: "email", Medium.SMS: "phone", Medium.ZALO: "phone", Medium.VNEID: "phone"}
)
"""What an address of each way is, as blind indexes tell kinds apart; a browser has none."""
BY_PHONE = frozenset({Medium.SMS, Medium.ZALO, Medium.VNEID})
_SALT = "motcua.notifications.unsubscribe"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody to tell of a topic: his account, whose matter it is, his addresses."""

    topic: Topic | None
    account_id: int | None
    person_id: int | None
    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way a message takes; `mark` ends its key, so that it is taken once."""

    medium: Medium
    address: str
    language: str
    mark: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is known of some people's wishes, read at once.

    `silenced` are addresses that want no news, `silent` those, by medium, that take nothing.
    """

    media: frozenset[Medium]
    chosen: Mapping[tuple[int, str], Preference]
    browsers: Mapping[int, Sequence[PushSubscription]]
    phones: Mapping[int, str]
    silenced: frozenset[bytes]
    silent: frozenset[tuple[str, bytes]]

    def ways(self, asked: Asked) -> list[Way]:
        """Give the ways somebody is told; what must reach him takes any way there is."""
        wish = self._wish(asked)
        wanted = frozenset(Medium(one) for one in wish.media) if wish else USUAL
        language = (wish.language if wish else "") or asked.language
        ways = [way for medium in Medium for way in self._by(medium, wanted, asked, language)]
        reaches = any(way.medium != Medium.PUSH and not self._is_silent(way) for way in ways)
        if wish and not reaches and asked.topic in BOUND_TOPICS:
            usual = (Medium.EMAIL, Medium.SMS)
            more = [way for one in usual for way in self._by(one, USUAL, asked, language)]
            ways += [way for way in more if way not in ways]
        return ways

    def _is_silent(self, way: Way) -> bool:
        if not self.silent:
            return False
        indexes = blind_indexes(ADDRESS_KINDS[way.medium], way.address)
        return any((str(way.medium), index) in self.silent for index in indexes)

    def _wish(self, asked: Asked) -> Preference | None:
        if asked.account_id is None or asked.topic is None:
            return None
        found = self.chosen.get((asked.account_id, asked.topic))
        is_own = found is None or asked.person_id in (None, found.person_id)
        return found if is_own else None

    def _by(
        self, medium: Medium, wanted: frozenset[Medium], asked: Asked, language: str
    ) -> list[Way]:
        if medium not in wanted or medium not in self.media:
            return []
        if medium == Medium.PUSH:
            return self._browsers(asked, language)
        address = self._address(medium, asked)
        if not address or self._is_silenced(medium, asked, address):
            return []
        return [Way(medium, address, language, str(medium))]

    def _browsers(self, asked: Asked, language: str) -> list[Way]:
        if asked.account_id is None or asked.topic not in CHOSEN_TOPICS:
            return []
        return [
            Way(
                Medium.PUSH,
                orjson.dumps({**one.subscription, "id": str(one.public_id)}).decode(),
                language,
                f"push:{one.pk}",
            )
            for one in self.browsers.get(asked.account_id, ())
        ]

    def _address(self, medium: Medium, asked: Asked) -> str:
        if medium == Medium.EMAIL:
            return asked.email
        if medium == Medium.SMS:
            return asked.phone
        return self.phones.get(asked.account_id or 0, "")

    def _is_silenced(self, medium: Medium, asked: Asked, address: str) -> bool:
        if asked.topic != Topic.NEWS or medium != Medium.EMAIL:
            return False
        return not self.silenced.isdisjoint(blind_indexes("email", address))


def wishes_about(asked: Sequence[Asked], media: frozenset[Medium]) -> Wishes:
    """Read what is known of the wishes of some people, in as few statements as there are tables."""
    accounts = {one.account_id for one in asked if one.account_id is not None}
    rows = Preference.objects.filter(account_id__in=accounts) if accounts else ()
    chosen = {(row.account_id, row.topic): row for row in rows}
    browsers: dict[int, list[PushSubscription]] = {}
    if accounts and Medium.PUSH in media:
        for one in PushSubscription.objects.filter(account_id__in=accounts).order_by("pk"):
            browsers.setdefault(one.account_id, []).append(one)
    by_app = {
        row.account_id for row in chosen.values() if {Medium.ZALO, Medium.VNEID} & set(row.media)
    }
    phones = proven_phones(by_app)
    return Wishes(media, chosen, browsers, phones, _silenced(asked), _silent(asked, chosen, phones))


def proven_phones(accounts: Iterable[int]) -> dict[int, str]:
    """Give the telephones that accounts proved to be theirs."""
    wanted = list(accounts)
    if not wanted:
        return {}
    rows = ProvenPhone.objects.filter(account_id__in=wanted, proved_at__isnull=False)
    return {row.account_id: str(row.phone) for row in rows}


def _silent(
    asked: Sequence[Asked], chosen: Mapping[tuple[int, str], Preference], phones: Mapping[int, str]
) -> frozenset[tuple[str, bytes]]:
    """Give which addresses of those take nothing who chose their ways and must be reached."""
    indexes: set[bytes] = set()
    for one in asked:
        if one.topic in BOUND_TOPICS and (one.account_id or 0, str(one.topic)) in chosen:
            written = [("email", one.email), ("phone", one.phone)]
            written.append(("phone", phones.get(one.account_id or 0, "")))
            for kind, said in written:
                indexes.update(blind_indexes(kind, said) if said else ())
    if not indexes:
        return frozenset()
    rows = SilentAddress.objects.filter(index__in=indexes).values_list("medium", "index")
    return frozenset((medium, bytes(index)) for medium, index in rows)


def _silenced(asked: Sequence[Asked]) -> frozenset[bytes]:
    emails = {one.email for one in asked if one.topic == Topic.NEWS and one.email}
    if not emails:
        return frozenset()
    indexes = [index for email in emails for index in blind_indexes("email", email)]
    rows = Unsubscription.objects.filter(topic=Topic.NEWS, address_index__in=indexes)
    return frozenset(bytes(row) for row in rows.values_list("address_index", flat=True))


def preferences_of(account_id: int) -> Mapping[str, Preference]:
    """Give what an account chose, by topic."""
    return {row.topic: row for row in Preference.objects.filter(account_id=account_id)}


def proven_phone(account_id: int) -> ProvenPhone | None:
    """Give the telephone that an account proved, or began to prove."""
    return ProvenPhone.objects.filter(account_id=account_id).first()


def browsers_of(account_id: int) -> Sequence[PushSubscription]:
    """Give the browsers that an account let tell it of news, the latest first."""
    return list(PushSubscription.objects.filter(account_id=account_id).order_by("-pk"))


def languages_offered(written: Iterable[str], now: datetime) -> Mapping[str, str]:
    """Give the languages in which messages can be asked for: ours, and those a node wrote."""
    del now
    codes = dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *sorted(written)])
    return {code: LANGUAGES[code] for code in codes if code in LANGUAGES}


def unsubscribe_link(email: str, topic: Topic) -> str:
    """Give the address by which the reader of a mail ends a topic, without signing in.

    It holds no address that anybody could read.
    """
    index = blind_index("email", email).hex()
    token = signing.dumps([str(topic), index], salt=_SALT, compress=False)
    return f"{settings.PORTAL_URL}/tin/thoi/{token}"


def unsubscribing(token: str) -> tuple[Topic, bytes]:
    """Read an address of `unsubscribe_link`: the topic and whose it is. Raises `LinkBroken`."""
    try:
        topic, index = signing.loads(token, salt=_SALT)
        return Topic(topic), bytes.fromhex(index)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkBroken from None
