"""Reading and forgetting what is in the inboxes of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.errors import NotAllowed
from motcua.notifications.errors import NoticeNotFound
from motcua.notifications.models import CitizenNotice

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from motcua.kernel.actors import Actor

_FORGOTTEN_AT_ONCE = 5000


@transaction.atomic
def read_news(*, actor: Actor, public_id: UUID, now: datetime) -> CitizenNotice:
    """Take one's news as read; the first time counts. Raises `NoticeNotFound`."""
    own = CitizenNotice.objects.select_for_update().filter(account_id=actor.account_id or -1)
    row = own.filter(public_id=public_id).first()
    if row is None:
        raise NoticeNotFound
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


def read_all_news(*, actor: Actor, until: datetime, now: datetime) -> int:
    """Take all of one's news up to a moment as read; give how many were not. `NotAllowed`."""
    if actor.account_id is None:
        raise NotAllowed
    unread = CitizenNotice.objects.filter(account_id=actor.account_id, read_at=None)
    return unread.filter(at__lte=until).update(read_at=now)


def forget_news(*, older_than: timedelta, now: datetime) -> int:
    """Delete news that were given long ago, read or not; give how many."""
    forgotten = 0
    old = CitizenNotice.objects.filter(at__lt=now - older_than)
    while batch := list(old.values_list("pk", flat=True)[:_FORGOTTEN_AT_ONCE]):
        forgotten += CitizenNotice.objects.filter(pk__in=batch).delete()[0]
    return forgotten
