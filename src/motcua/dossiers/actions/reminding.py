"""Reminding officials: half of the time, the last day, overdue, an apology to be made in time.

The clocks of an agency are swept in batches, in the order of their promised times. A batch is one
statement over its stretch of the index, and is done whole or not at all: who was reminded, what
stands in the inboxes, how far the turn has come. Several workers take turns of different agencies;
one that was killed is gone on with where it stood. What was told once is not told again.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection, transaction

from motcua.agencies.queries import working_calendar
from motcua.dossiers.actions.telling_due import FEW, Fallen, Named, tell_of_due
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.models import SweepTurn
from motcua.kernel.calendar import is_working_day, nth_working_day
from motcua.kernel.clock import ZONE, civil_date

if TYPE_CHECKING:
    from datetime import date

BATCH: Final = 20_000
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_YEARS: Final = timedelta(days=550)

_OPEN_TURNS = """
INSERT INTO dossiers_sweepturn AS turn (agency_id, begun_at, after_due, after_id)
SELECT a.id, %(now)s, %(first)s, 0 FROM agencies_agency a
WHERE EXISTS (SELECT FROM dossiers_dossier d
              WHERE d.agency_id = a.id AND d.is_open AND d.due_at IS NOT NULL)
ON CONFLICT (agency_id) DO UPDATE
  SET begun_at = excluded.begun_at, after_due = excluded.after_due, after_id = 0, done_at = NULL
  WHERE turn.done_at IS NOT NULL AND turn.begun_at < excluded.begun_at
"""
_END_OF_STRETCH = """
SELECT due_at, id FROM dossiers_dossier
WHERE agency_id = %(agency)s AND is_open AND due_at IS NOT NULL
  AND (due_at, id) > (%(after_due)s, %(after_id)s)
ORDER BY due_at, id OFFSET %(most)s LIMIT 1
"""
# `days` numbers the working days of the agency, one after the other.
_REMIND = """
WITH days AS MATERIALIZED (
  SELECT * FROM unnest(%(days)s::date[], %(numbers)s::int[]) AS one(day, n)
), span AS MATERIALIZED (
  SELECT d.id, d.public_id, d.code, coalesce(d.reappointed_at, d.due_at) AS due,
         d.official_id, d.step_path, d.step_role, d.is_split,
         greatest(d.accepted_at, (SELECT max(p.ended_at) FROM dossiers_pause p
                                  WHERE p.dossier_id = d.id AND p.kind = 'supplement')) AS began
  FROM dossiers_dossier d
  WHERE d.agency_id = %(agency)s AND d.is_open
    AND (d.due_at, d.id) > (%(after_due)s, %(after_id)s)
    AND (d.due_at, d.id) <= (%(until_due)s, %(until_id)s)
    AND d.accepted_at IS NOT NULL AND d.finished_at IS NULL AND d.paused_at IS NULL
), counted AS (
  SELECT span.*, last.n - first.n - coalesce(stood.n, 0) AS whole,
         %(today)s - first.n - coalesce(stood.n, 0) AS gone
  FROM span
  JOIN days first ON first.day = greatest(%(from)s, (span.began AT TIME ZONE %(zone)s)::date)
  JOIN days last ON last.day = least(%(to)s, (span.due AT TIME ZONE %(zone)s)::date)
  LEFT JOIN LATERAL (
    SELECT sum(e.n - b.n) AS n
    FROM (SELECT unnest(range_agg(tstzrange(greatest(p.started_at, span.began), p.ended_at))) AS r
          FROM dossiers_pause p
          WHERE p.dossier_id = span.id AND p.kind <> 'supplement' AND p.ended_at > span.began) still
    JOIN days b ON b.day = (lower(still.r) AT TIME ZONE %(zone)s)::date
    JOIN days e ON e.day = (upper(still.r) AT TIME ZONE %(zone)s)::date
  ) stood ON true
), due AS MATERIALIZED (
  SELECT counted.*, it.kind, it.clock FROM counted CROSS JOIN LATERAL (
    SELECT 'late' AS kind, counted.due AS clock WHERE counted.due < %(now)s
    UNION ALL SELECT 'last-day', counted.due
      WHERE counted.due >= %(now)s AND counted.due < %(midnight)s
    UNION ALL SELECT 'apology', counted.due
      WHERE counted.due >= %(now)s AND counted.due < %(apology)s
        AND NOT EXISTS (SELECT FROM dossiers_reappointment r WHERE r.dossier_id = counted.id)
    UNION ALL SELECT 'half', counted.began
      WHERE counted.due >= %(midnight)s AND counted.gone * %(of)s >= counted.whole
  ) it
), given AS (
  INSERT INTO dossiers_reminded (dossier_id, kind, clock, at)
  SELECT id, kind, clock, %(now)s FROM due ON CONFLICT DO NOTHING RETURNING dossier_id, kind, clock
)
SELECT kind, official_id, step_path, step_role, split, count(*),
       jsonb_agg(jsonb_build_array(id, public_id, code, due, clock_second) ORDER BY place)
         FILTER (WHERE place <= %(few)s)
FROM (
  SELECT due.*, extract(epoch FROM due.clock)::bigint AS clock_second,
         CASE WHEN due.is_split THEN due.id END AS split,
         row_number() OVER (PARTITION BY due.kind, due.official_id, due.step_path, due.step_role,
           CASE WHEN due.is_split THEN due.id END ORDER BY due.due, due.id) AS place
  FROM due JOIN given ON given.dossier_id = due.id AND given.kind = due.kind
) fresh
GROUP BY kind, official_id, step_path, step_role, split
"""


def remind_officials(*, now: datetime, batch: int = BATCH) -> int:
    """Remind officials of every clock that has come so far; give how many reminders were new.

    Source: Decree 61/2018, Article 19.9 for the apology; see `data/handling.yaml`.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPEN_TURNS, {"now": now, "first": _FIRST})
    given = 0
    while (more := _one_batch(now, batch)) is not None:
        given += more
    return given


@transaction.atomic
def _one_batch(now: datetime, batch: int) -> int | None:
    """Sweep the next stretch of some agency's turn; None when no turn is left to be taken."""
    waiting = SweepTurn.objects.select_for_update(skip_locked=True).filter(done_at=None)
    turn = waiting.order_by("agency_id").first()
    if turn is None:
        return None
    end = _end_of_stretch(turn, batch)
    fallen = _remind(turn, end, now)
    tell_of_due(
        fallen,
        agency_id=turn.agency_id,
        batch=f"{turn.begun_at:%y%m%d%H%M%S}:{turn.after_due:%y%m%d%H%M%S}:{turn.after_id}",
        on=civil_date(now),
        now=now,
    )
    if end is None:
        turn.done_at = now
    else:
        turn.after_due, turn.after_id = end
    turn.save(update_fields=["after_due", "after_id", "done_at"])
    return sum(one.count for one in fallen)


def _end_of_stretch(turn: SweepTurn, batch: int) -> tuple[datetime, int] | None:
    """Give the last dossier of the next stretch; None where it reaches to the agency's last."""
    with connection.cursor() as cursor:
        cursor.execute(_END_OF_STRETCH, {**_place(turn), "most": batch - 1})
        row: tuple[datetime, int] | None = cursor.fetchone()
    return row


def _remind(turn: SweepTurn, end: tuple[datetime, int] | None, now: datetime) -> list[Fallen]:
    until = end or (datetime(9999, 1, 1, tzinfo=UTC), 0)
    with connection.cursor() as cursor:
        cursor.execute(
            _REMIND,
            {
                **_place(turn),
                **_limits(turn.agency_id, now),
                "until_due": until[0],
                "until_id": until[1],
                "now": now,
                "zone": str(ZONE),
                "few": FEW,
            },
        )
        rows = cursor.fetchall()
    return [_fallen(*row) for row in rows]


def _fallen(*columns: Any) -> Fallen:
    *alike, count, named = columns
    kind, official_id, step_path, step_role, split = alike
    rows = orjson.loads(named)  # Django leaves a document as it came
    few = tuple(_named(*row) for row in rows)
    return Fallen(kind, official_id, step_path, step_role, split, count, few)


def _named(number: int, public_id: str, code: str, due: str, clock: int) -> Named:
    return Named(number, public_id, code, datetime.fromisoformat(due), clock)


def _place(turn: SweepTurn) -> dict[str, Any]:
    return {"agency": turn.agency_id, "after_due": turn.after_due, "after_id": turn.after_id}


def _limits(agency_id: int, now: datetime) -> dict[str, Any]:
    """Give the agency's working days, numbered, and the moments up to which clocks are due."""
    hours, today = working_calendar(agency_id), civil_date(now)
    apology = rule_on("warn-apology", today).value["amount"]
    days, numbers, number = [], [], 0
    for offset in range(-_YEARS.days, _YEARS.days + 1):
        day = today + timedelta(days=offset)
        number += is_working_day(day, hours)
        days.append(day)
        numbers.append(number)
    return {
        "days": days,
        "numbers": numbers,
        "from": days[0],
        "to": days[-1],
        "today": numbers[_YEARS.days],
        "midnight": _end_of(today),
        "apology": _end_of(nth_working_day(today, apology, hours)),
        "of": rule_on("warn-half", today).value["of"],
    }


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZONE)
