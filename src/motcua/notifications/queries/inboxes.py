"""The inbox of an account: what is new, in the language of whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.kernel.composed import composed
from motcua.notifications.enums import Medium
from motcua.notifications.models import CitizenNotice
from motcua.notifications.queries import MOST_UNREAD, NOTICES_A_PAGE
from motcua.notifications.queries.wordings import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news as it is read."""

    row: CitizenNotice
    title: str
    text: str


def unread_news(actor: Actor) -> int:
    """Count the news an account has not read, up to `MOST_UNREAD`."""
    if actor.account_id is None or actor.official_id is not None:
        return 0
    return len(_unread(account=actor.account_id))


@composed
def _unread(account: Any) -> QuerySet[CitizenNotice, int]:
    unread = CitizenNotice.objects.filter(account_id=account, read_at=None).order_by()
    return unread.values_list("pk", flat=True)[:MOST_UNREAD]


def news_of(actor: Actor, language: str, before: int | None = None) -> Sequence[News]:
    """Give a page of an account's news, the latest first, and one more if there are more.

    `before` is the number of the last one of the page before.
    """
    own = CitizenNotice.objects.filter(account_id=_account(actor))
    if before is not None:
        last = own.filter(pk=before).first()
        if last is None:
            return ()
        own = own.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = own.order_by("-at", "-id")[: NOTICES_A_PAGE + 1]
    return [read_in(row, language) for row in rows]


def read_in(row: CitizenNotice, language: str) -> News:
    """Give a piece of news in a language, with the words that held when it was written."""
    told = written(row.occasion, language, Medium.EMAIL, row.context, row.at)
    return News(row, told.subject, told.text)


def _account(actor: Actor) -> int:
    return -1 if actor.account_id is None or actor.official_id is not None else actor.account_id
