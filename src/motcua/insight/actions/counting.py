"""Keeping the sums: what a dossier counted as is taken off, what it counts as now is added.

The same statement counts what just happened and recounts everything, so that however often and in
whatever order it hears of a dossier, the sums come to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import connection, transaction

from motcua.dossiers.queries.facts import FACTS, last_number, numbers_between
from motcua.kernel.outbox import awaited_subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FOLDING = 7811180
_A_STRETCH = 20_000
_COLUMNS = (
    *("agency_id", "unit_id", "official_id", "procedure_code", "channel"),
    *("received_on", "accepted_on", "settled_on", "is_late", "ended_on"),
)
_OWN = ", ".join(f"c.{name}" for name in _COLUMNS)
_FRESH = ", ".join(f"f.{name}" for name in _COLUMNS)
_SET = ", ".join(f"{name} = f.{name}" for name in _COLUMNS)
_SUMS = "received, accepted, on_time, late, ended"
_ADDED = ", ".join(f"sum({name})" for name in _SUMS.split(", "))
_SOME = " OR ".join(f"sum({name}) <> 0" for name in _SUMS.split(", "))

_BEGIN = """INSERT INTO insight_counted (dossier_id, agency_id, unit_id, official_id,
    procedure_code, channel, is_late)
SELECT id, 0, 0, 0, '', '', false FROM unnest(%s::bigint[]) AS id ON CONFLICT DO NOTHING"""
# In order, so that two sessions with the same dossiers wait for each other and not both. What they
# count as is read afterwards: whoever comes second sees what the first has written.
_LOCK = """SELECT 1 FROM insight_counted WHERE dossier_id = ANY(%s)
ORDER BY dossier_id FOR UPDATE"""
_COUNT = f"""
WITH f AS MATERIALIZED ({FACTS} WHERE d.id = ANY(%s)),
was AS MATERIALIZED (SELECT c.* FROM insight_counted c WHERE c.dossier_id = ANY(%s)),
now_other AS (
  UPDATE insight_counted c SET {_SET} FROM f
  WHERE c.dossier_id = f.dossier_id AND ({_OWN}) IS DISTINCT FROM ({_FRESH})
  RETURNING c.dossier_id
), signed AS (
  SELECT -1 AS sign, {_OWN} FROM was c JOIN now_other USING (dossier_id)
  UNION ALL SELECT 1, {_FRESH} FROM f JOIN now_other USING (dossier_id)
), happened AS (
  SELECT s.agency_id, s.unit_id, s.official_id, s.procedure_code, s.channel, h.day,
    sign * h.received AS received, sign * h.accepted AS accepted, sign * h.on_time AS on_time,
    sign * h.late AS late, sign * h.ended AS ended
  FROM signed s CROSS JOIN LATERAL (VALUES
    (s.received_on, 1, 0, 0, 0, 0), (s.accepted_on, 0, 1, 0, 0, 0),
    (s.settled_on, 0, 0, (NOT s.is_late)::int, s.is_late::int, 0), (s.ended_on, 0, 0, 0, 0, 1)
  ) AS h(day, received, accepted, on_time, late, ended)
  WHERE h.day IS NOT NULL
), by_day AS (
  INSERT INTO insight_daysum (agency_id, unit_id, day, {_SUMS}, is_folded)
  SELECT agency_id, unit_id, day, {_ADDED}, false FROM happened
  GROUP BY agency_id, unit_id, day HAVING {_SOME}
), by_month AS (
  INSERT INTO insight_monthsum (agency_id, unit_id, official_id, procedure_code, channel, month,
    {_SUMS}, is_folded)
  SELECT agency_id, unit_id, official_id, procedure_code, channel, date_trunc('month', day)::date,
    {_ADDED}, false FROM happened
  GROUP BY 1, 2, 3, 4, 5, 6 HAVING {_SOME}
)
SELECT count(*) FROM now_other
"""  # noqa: S608 - constants of ours
_MERGED = ", ".join(f"{name} = held.{name} + excluded.{name}" for name in _SUMS.split(", "))


def _folding(table: str, keys: str) -> str:
    return f"""
WITH gone AS (DELETE FROM {table} WHERE NOT is_folded RETURNING *)
INSERT INTO {table} AS held ({keys}, {_SUMS}, is_folded)
SELECT {keys}, {_ADDED}, true FROM gone GROUP BY {keys} ORDER BY {keys}
ON CONFLICT ({keys}) WHERE is_folded DO UPDATE SET {_MERGED}"""  # noqa: S608 - constants of ours


_FOLD = (
    _folding("insight_daysum", "agency_id, day, unit_id"),
    _folding("insight_monthsum", "agency_id, month, unit_id, official_id, procedure_code, channel"),
)
_HAS_DIFFERENCE = f"""
SELECT count(*) FROM ({FACTS} WHERE d.id > %s AND d.id <= %s) f
LEFT JOIN insight_counted c USING (dossier_id)
WHERE ({_OWN}) IS DISTINCT FROM ({_FRESH}) AND NOT f.dossier_id = ANY(%s)
"""  # noqa: S608 - the same
_MONTH_KEYS = "agency_id, unit_id, official_id, procedure_code, channel, month"
_DAY_KEYS = "agency_id, unit_id, day"
_HAPPENED = """
SELECT c.agency_id, c.unit_id, c.official_id, c.procedure_code, c.channel, h.*,
  date_trunc('month', h.day)::date AS month
FROM insight_counted c CROSS JOIN LATERAL (VALUES
  (c.received_on, 1, 0, 0, 0, 0), (c.accepted_on, 0, 1, 0, 0, 0),
  (c.settled_on, 0, 0, (NOT c.is_late)::int, c.is_late::int, 0), (c.ended_on, 0, 0, 0, 0, 1)
) AS h(day, received, accepted, on_time, late, ended) WHERE h.day IS NOT NULL
"""


def _wrong(keys: str, table: str) -> str:
    """Count the keys whose sum in a table is not that of what is counted, both ways."""
    due = f"SELECT {keys}, {_ADDED} FROM ({_HAPPENED}) h GROUP BY {keys}"  # noqa: S608 - constants
    held = f"SELECT {keys}, {_ADDED} FROM {table} GROUP BY {keys} HAVING {_SOME}"  # noqa: S608
    return f"""SELECT count(*) FROM (SELECT DISTINCT {keys} FROM (
        (({due}) EXCEPT ({held})) UNION ALL (({held}) EXCEPT ({due}))) unlike) wrong"""  # noqa: S608


_WRONG_SUMS = (_wrong(_DAY_KEYS, "insight_daysum"), _wrong(_MONTH_KEYS, "insight_monthsum"))
# Who counts holds a lock on these tables until his commit; what he counted is seen behind ours.
_ALONE = "LOCK TABLE insight_daysum, insight_monthsum IN EXCLUSIVE MODE"
_ANEW = tuple(
    statement
    for keys, table in ((_DAY_KEYS, "insight_daysum"), (_MONTH_KEYS, "insight_monthsum"))
    for statement in (
        f"DELETE FROM {table}",  # noqa: S608 - constants
        (
            f"INSERT INTO {table} ({keys}, {_SUMS}, is_folded) "  # noqa: S608 - the same
            f"SELECT {keys}, {_ADDED}, true FROM ({_HAPPENED}) h GROUP BY {keys}"
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What comparing found: dossiers that count otherwise than they should, and sums not theirs."""

    dossiers: int
    sums: int

    @property
    def is_none(self) -> bool:
        """Say that all agrees."""
        return not self.dossiers and not self.sums


@transaction.atomic
def count_again(*, dossier_ids: Iterable[int]) -> int:
    """Count some dossiers as they stand now, whatever they counted as; give how many changed."""
    ids = sorted(set(dossier_ids))
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, (ids,))
        cursor.execute(_LOCK, (ids,))
        cursor.execute(_COUNT, (ids, ids))
        row: tuple[int] = cursor.fetchone()
    return row[0]


@transaction.atomic
def fold() -> None:
    """Join the rows of each sum into one; who reads meanwhile sees the same sums."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_FOLDING,))
        if cursor.fetchone()[0]:
            for statement in _FOLD:
                cursor.execute(statement)


def recount(note: Callable[[int, int], None] = lambda _done, _last: None) -> int:
    """Count every dossier again, a stretch at a time; give how many had counted otherwise.

    Sums that are not those of what is counted are added up anew. Other sessions go on meanwhile.
    `note` hears how far it is: the number reached, and the last.
    """
    changed = 0
    for after, upto, last in _stretches():
        changed += count_again(dossier_ids=numbers_between(after, upto))
        note(upto, last)
    fold()
    if _wrong_sums():
        add_up()
    return changed


@transaction.atomic
def add_up() -> None:
    """Add all sums up anew from what is counted; however many there are, it is let finish."""
    with connection.cursor() as cursor:
        for statement in ("SET LOCAL statement_timeout = 0", _ALONE, *_ANEW):
            cursor.execute(statement)


def _wrong_sums() -> int:
    found = 0
    with connection.cursor() as cursor:
        for statement in _WRONG_SUMS:
            cursor.execute(statement)
            found += cursor.fetchone()[0]
    return found


def compare(note: Callable[[int, int], None] = lambda _done, _last: None) -> Difference:
    """Compare what is counted with the dossiers, and the sums with what is counted.

    Dossiers of which an event still waits are left out: they are about to be counted.
    """
    dossiers = 0
    with connection.cursor() as cursor:
        for after, upto, last in _stretches():
            cursor.execute(
                _HAS_DIFFERENCE, (after, upto, awaited_subjects("dossiers.", "dossier_id"))
            )
            dossiers += cursor.fetchone()[0]
            note(upto, last)
    return Difference(dossiers, _wrong_sums())


def _stretches() -> Iterable[tuple[int, int, int]]:
    """Give (after, up to, last) of stretches of dossiers' numbers."""
    last = last_number()
    for after, upto in pairwise([*range(0, last, _A_STRETCH), last]):
        yield after, upto, last
