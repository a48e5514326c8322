"""What is done alike with every inbox: one is read, all are read, old ones are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from motcua.notifications.errors import NoticeNotFound
from motcua.notifications.models import CitizenNotice, OfficialNotice

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

N = TypeVar("N", CitizenNotice, OfficialNotice)
_FORGOTTEN_AT_ONCE = 5000


def read_one(own: QuerySet[N], public_id: UUID, now: datetime) -> N:
    """Take one of somebody's notices as read; the first time counts. Raises `NoticeNotFound`."""
    notice = own.select_for_update().filter(public_id=public_id).first()
    if notice is None:
        raise NoticeNotFound
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def read_all(own: QuerySet[N], until: datetime, now: datetime) -> int:
    """Take somebody's notices up to a moment as read; give how many were not."""
    return own.filter(read_at=None, at__lte=until).update(read_at=now)


def forget(old: QuerySet[N]) -> int:
    """Delete notices, read or not, a batch at a time; give how many."""
    forgotten = 0
    while batch := list(old.values_list("pk", flat=True)[:_FORGOTTEN_AT_ONCE]):
        forgotten += old.model.objects.filter(pk__in=batch).delete()[0]
    return forgotten
