"""What the inbox shows: notices in words, and where each leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from motcua.notifications.queries import NOTICES_A_PAGE, notices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.notifications.models import OfficialNotice

# The page of each kind of subject; a kind without one leads nowhere.
_PAGES: Mapping[str, Callable[[str], str]] = {
    "difference": lambda public_id: reverse("desk:difference", args=[public_id]),
    "dossier": lambda public_id: reverse("desk:dossier", args=[public_id]),
    "money-back": lambda code: (
        reverse("desk:money-back-order", args=[code]) if code else reverse("desk:money-back")
    ),
    "receipt": lambda public_id: reverse("desk:receipt", args=[public_id]),
    "unclear-money": lambda _all: reverse("desk:unclear-money"),
    "queue": lambda queue: f"{reverse('desk:queue')}?{urlencode({'queue': queue})}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as it is read."""

    public_id: UUID
    at: datetime
    text: str
    is_new: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of notices; `after` is the number of its last one where older ones follow."""

    lines: tuple[Line, ...]
    after: int | None
    has_unread: bool
    at: datetime


def inbox(actor: Actor, before: int | None, now: datetime) -> Inbox:
    """Give a page of an official's notices."""
    found = notices_of(actor, before)
    shown = found[:NOTICES_A_PAGE]
    lines = tuple(_line(row) for row in shown)
    after = shown[-1].pk if len(found) > NOTICES_A_PAGE else None
    return Inbox(lines, after, any(line.is_new for line in lines), now)


def place_of(notice: OfficialNotice) -> str:
    """Give the address of what a notice is about; the inbox itself where there is no page of it."""
    page = _PAGES.get(notice.subject_kind)
    return page(notice.subject_id) if page else reverse("desk:notices")


def _line(notice: OfficialNotice) -> Line:
    text = _(notice.text) % notice.data
    leads = notice.subject_kind in _PAGES
    return Line(notice.public_id, notice.at, text, notice.read_at is None, leads)
