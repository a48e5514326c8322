"""Reading and forgetting what is in the inboxes of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.errors import NotAllowed
from motcua.notifications.actions.keeping import forget, read_all, read_one
from motcua.notifications.models import CitizenNotice

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from motcua.kernel.actors import Actor


@transaction.atomic
def read_news(*, actor: Actor, public_id: UUID, now: datetime) -> CitizenNotice:
    """Take one's news as read; the first time counts. Raises `NoticeNotFound`."""
    own = CitizenNotice.objects.filter(account_id=actor.account_id or -1)
    return read_one(own, public_id, now)


def read_all_news(*, actor: Actor, until: datetime, now: datetime) -> int:
    """Take all of one's news up to a moment as read; give how many were not. `NotAllowed`."""
    if actor.account_id is None:
        raise NotAllowed
    return read_all(CitizenNotice.objects.filter(account_id=actor.account_id), until, now)


def forget_news(*, older_than: timedelta, now: datetime) -> int:
    """Delete news that were given long ago, read or not; give how many."""
    return forget(CitizenNotice.objects.filter(at__lt=now - older_than))
