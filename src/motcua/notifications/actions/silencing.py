"""Addresses that nothing reaches: marked, left alone, and free again once something arrives."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.kernel.sealed import SealBroken, blind_index, blind_indexes
from motcua.notifications.actions.writing import Notice, Recipient, notify_all
from motcua.notifications.base.hints import hint
from motcua.notifications.base.languages import in_each
from motcua.notifications.enums import Medium
from motcua.notifications.models import SilentAddress
from motcua.notifications.queries.wishes import ADDRESS_KINDS, proven_phones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from motcua.notifications.models import Message


def mark_silent(message: Message, *, reason: str, now: datetime) -> None:
    """Note that nothing reaches a message's address: only codes are tried, which somebody awaits.

    The account that the message was about is told, see `tell_unreachable`.
    """
    mark, _is_new = SilentAddress.objects.get_or_create(
        medium=message.medium,
        index=blind_index(ADDRESS_KINDS[Medium(message.medium)], message.address),
        defaults={"reason": reason[:40], "since": now},
    )
    tell_unreachable([(message, mark.pk)], now=now)


def tell_unreachable(silent: Sequence[tuple[Message, int]], *, now: datetime) -> None:
    """Tell accounts, once for each mark, that an address takes nothing and which: in their inbox.

    And at the telephone they proved, where it is mail that came back, whatever ways they chose.
    """
    accounts = {message.account_id for message, _mark in silent if message.account_id}
    phones = proven_phones(accounts)
    notify_all([_news(*one, phones) for one in silent if one[0].account_id], now=now)


def _news(message: Message, mark: int, phones: Mapping[int, str]) -> Notice:
    account = message.account_id or 0
    phone = phones.get(account, "") if message.medium == Medium.EMAIL else ""
    way, end = Medium(message.medium).label, hint(message.address)
    return Notice(
        key=f"unreachable:{account}:{message.medium}:{mark}",
        recipient=Recipient(phone, "", message.language, account),
        template="unreachable",
        context={
            "where": in_each(lambda _language: f"{way} {end}"),
            "link": f"{settings.PORTAL_URL}/tin/cach-bao",
        },
        agency_id=message.agency_id,
        subject=("ways", ""),
        is_asked_for=True,
    )


def unmark_silent(medium: str, address: str) -> bool:
    """Note that an address takes messages again; say whether it was marked."""
    rows = SilentAddress.objects.filter(medium=medium, index__in=_indexes(medium, address))
    return bool(rows.delete()[0])


def silent_among(medium: str, messages: Sequence[Message]) -> Mapping[int, int]:
    """Give those messages whose address is marked: the number of each, and that of the mark."""
    if medium not in ADDRESS_KINDS or not SilentAddress.objects.filter(medium=medium).exists():
        return {}
    by_index: dict[bytes, list[int]] = {}
    for message in messages:
        # One whose address does not open is put off when its letter is written, not here.
        with suppress(SealBroken):
            for index in _indexes(medium, message.address):
                by_index.setdefault(index, []).append(message.pk)
    rows = SilentAddress.objects.filter(medium=medium, index__in=list(by_index))
    found = rows.values_list("pk", "index")
    return {number: mark for mark, index in found for number in by_index[bytes(index)]}


def _indexes(medium: str, address: str) -> list[bytes]:
    return list(blind_indexes(ADDRESS_KINDS[Medium(medium)], address))
