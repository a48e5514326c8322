"""Telling officials what is new for them: rows of their inbox, written by the thousand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from django.db import connection, transaction

from motcua.kernel.errors import NotAllowed
from motcua.notifications.actions.keeping import forget, read_all, read_one
from motcua.notifications.models import OfficialNotice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from motcua.kernel.actors import Actor

_INSERT = """
INSERT INTO notifications_officialnotice
  (official_id, key, kind, subject_kind, subject_id, text, data, at)
SELECT official, key, %s, %s, subject, %s, data, %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::jsonb[]) AS new(official, key, subject, data)
ON CONFLICT (official_id, key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One official is told of one thing: `key` names it, `data` fills the text.

    `data` holds codes, numbers and times in words, and no name.
    """

    official_id: int
    key: str
    subject: str
    data: Mapping[str, str | int] = field(default_factory=dict)


def tell_officials(
    told: Sequence[Told], *, kind: str, subject_kind: str, text: str, now: datetime
) -> int:
    """Put notices of one kind into officials' inboxes, in this transaction; give how many are new.

    `text` is a Vietnamese sentence marked with `gettext_noop`, with places such as `%(code)s`. An
    official is told of one key once.
    """
    if not told:
        return 0
    columns = (
        [one.official_id for one in told],
        [one.key for one in told],
        [one.subject for one in told],
        [orjson.dumps(dict(one.data)).decode() for one in told],
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, (kind, subject_kind, text, now, *columns))
        return int(cursor.rowcount)


@transaction.atomic
def read_notice(*, actor: Actor, public_id: UUID, now: datetime) -> OfficialNotice:
    """Take one's notice as read; the first time counts. Raises `NoticeNotFound`."""
    own = OfficialNotice.objects.filter(official_id=actor.official_id or -1)
    return read_one(own, public_id, now)


def read_all_notices(*, actor: Actor, until: datetime, now: datetime) -> int:
    """Take all of one's notices up to a moment as read; give how many were not. `NotAllowed`."""
    if actor.official_id is None:
        raise NotAllowed
    return read_all(OfficialNotice.objects.filter(official_id=actor.official_id), until, now)


def forget_notices(*, older_than: timedelta, now: datetime) -> int:
    """Delete notices that were given long ago, read or not; give how many."""
    return forget(OfficialNotice.objects.filter(at__lt=now - older_than))
