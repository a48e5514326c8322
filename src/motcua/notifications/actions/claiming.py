"""The queue of messages: claimed by lease in fair turns, settled in one statement.

Whoever claims holds no lock afterwards. A worker that dies leaves its messages leased; once the
lease is over they are handed over again, under the same reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from motcua.notifications.models import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from motcua.notifications.enums import MessageState

LEASE = timedelta(minutes=2)

# Pairs of kind and lane that have anything waiting, found by hopping along the index; of those, the
# ones where something is due; then the first few of each. An agency's turns come one after the
# other: its first message (the most pressing of its own) stands beside the first of every other.
_FREE = "state = 'waiting' AND medium = %(medium)s"
_DUE = "due_at <= %(now)s AND (leased_until IS NULL OR leased_until <= %(now)s)"
_CLAIM = f"""
WITH RECURSIVE hop (kind, lane) AS (
    (SELECT kind, lane FROM notifications_message
     WHERE {_FREE} AND kind = ANY(%(kinds)s) ORDER BY kind, lane LIMIT 1)
    UNION ALL
    SELECT following.kind, following.lane FROM hop CROSS JOIN LATERAL (
        SELECT kind, lane FROM notifications_message
        WHERE {_FREE} AND (kind, lane) > (hop.kind, hop.lane) ORDER BY kind, lane LIMIT 1
    ) following
), ready AS MATERIALIZED (
    SELECT kind, lane FROM hop
    WHERE kind = ANY(%(kinds)s) AND EXISTS (
        SELECT FROM notifications_message waiting
        WHERE {_FREE} AND waiting.kind = hop.kind AND waiting.lane = hop.lane AND {_DUE}
    )
), share AS (
    SELECT ceil(%(limit)s::numeric / greatest(1, count(DISTINCT lane)))::int AS rows FROM ready
), first AS MATERIALIZED (
    SELECT one.id, one.due_at, ready.kind, ready.lane FROM ready CROSS JOIN LATERAL (
        SELECT id, due_at FROM notifications_message waiting
        WHERE {_FREE} AND waiting.kind = ready.kind AND waiting.lane = ready.lane AND {_DUE}
        ORDER BY due_at, id LIMIT (SELECT rows FROM share)
        FOR NO KEY UPDATE SKIP LOCKED
    ) one
), turns AS (
    SELECT id, kind, due_at,
           row_number() OVER (PARTITION BY lane ORDER BY kind, due_at, id) AS turn
    FROM first
), chosen AS (
    SELECT id, row_number() OVER (ORDER BY turn, kind, due_at, id) AS place FROM turns
    ORDER BY place LIMIT %(limit)s
)
UPDATE notifications_message message SET leased_until = %(until)s
FROM chosen WHERE message.id = chosen.id
RETURNING message.id, chosen.place
"""  # noqa: S608 - constants of ours

# What a report has settled meanwhile stays so; what another worker has claimed since is its own.
_SETTLE = """
UPDATE notifications_message message
SET state = CASE WHEN message.state = 'waiting' THEN told.state ELSE message.state END,
    fault = CASE WHEN message.state = 'waiting' THEN told.fault ELSE message.fault END,
    ended_at = CASE WHEN message.state = 'waiting' AND told.state IN ('failed', 'bounced')
                    THEN %(now)s ELSE message.ended_at END,
    attempts = message.attempts + told.tries, due_at = told.due_at, leased_until = NULL,
    sent_at = CASE WHEN told.state = 'sent' THEN %(now)s ELSE message.sent_at END,
    carrier_id = CASE WHEN told.state = 'sent' THEN told.carrier_id ELSE message.carrier_id END,
    provider = %(provider)s, segments = told.segments, cost = told.cost
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(faults)s::text[], %(tries)s::int[],
            %(due)s::timestamptz[], %(numbers)s::text[], %(segments)s::int[], %(costs)s::int[])
     AS told(id, state, fault, tries, due_at, carrier_id, segments, cost)
WHERE message.id = told.id AND (told.state = 'sent' OR message.leased_until = %(until)s)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of handing one message over; `tries` is 1 where it cost the message a try."""

    message_id: int
    state: MessageState
    due_at: datetime
    fault: str = ""
    tries: int = 1
    carrier_id: str = ""
    segments: int = 0
    cost: int = 0


def claim(*, medium: str, kinds: Iterable[int], limit: int, now: datetime) -> list[Message]:
    """Lease messages that are due, in the order in which they are to go.

    One agency after the other, and of each agency codes before deadlines before the rest.
    """
    with connection.cursor() as cursor:
        told: dict[str, Any] = {
            "medium": medium,
            "kinds": sorted(kinds),
            "limit": limit,
            "now": now,
        }
        cursor.execute(_CLAIM, {**told, "until": now + LEASE})
        places = dict(cursor.fetchall())
    found = Message.objects.filter(pk__in=list(places))
    return sorted(found, key=lambda message: places[message.pk])


def release(ids: Sequence[int]) -> None:
    """Give back what was claimed and not tried."""
    if ids:
        Message.objects.filter(pk__in=ids).update(leased_until=None)


def settle(outcomes: Sequence[Outcome], *, provider: str, until: datetime, now: datetime) -> None:
    """Write what became of messages that were claimed until a moment."""
    if not outcomes:
        return
    told: dict[str, Any] = {
        "ids": [one.message_id for one in outcomes],
        "states": [str(one.state) for one in outcomes],
        "faults": [one.fault for one in outcomes],
        "tries": [one.tries for one in outcomes],
        "due": [one.due_at for one in outcomes],
        "numbers": [one.carrier_id for one in outcomes],
        "segments": [one.segments for one in outcomes],
        "costs": [one.cost for one in outcomes],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {**told, "provider": provider, "until": until, "now": now})
