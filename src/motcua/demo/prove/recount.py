"""Counting again: what the tables hold, against what was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

# A code is the agency's, the day's and a number; each day of an office counts from one.
_CODES = r"""
WITH numbered AS (
  SELECT substring(code FROM '^(.*)-[0-9]+$') AS office_day,
         substring(code FROM '([0-9]+)$')::bigint AS number
  FROM dossiers_dossier
), days AS (
  SELECT office_day, count(*) AS given, count(DISTINCT number) AS different,
         max(number) AS last FROM numbered GROUP BY office_day
), counters AS (
  SELECT a.code || '-' || to_char(n.day, 'YYMMDD') AS office_day, n.last
  FROM dossiers_dossiernumbering n JOIN agencies_agency a ON a.id = n.agency_id
)
SELECT coalesce(sum(greatest(coalesce(counters.last, 0), coalesce(days.last, 0))
                    - coalesce(days.different, 0)), 0)::bigint,
       coalesce(sum(days.given - days.different), 0)::bigint,
       coalesce(sum(days.given), 0)::bigint,
       count(*)
FROM days FULL JOIN counters USING (office_day)
"""
_STORED = """
SELECT count(*) FROM unnest(%s::uuid[], %s::text[]) AS told(public_id, code)
JOIN dossiers_dossier d ON d.public_id = told.public_id AND d.code = told.code
"""
_UNTOLD = """
SELECT count(*) FROM dossiers_dossier
WHERE submission_key LIKE %s AND public_id <> ALL (%s::uuid[])
"""
# Every dossier with something due has one order of that amount, and no other has one.
_BILLS = """
SELECT count(*) FILTER (WHERE d.fee_at_filing > 0),
       count(*) FILTER (WHERE d.fee_at_filing > 0 AND o.amount IS DISTINCT FROM d.fee_at_filing)
         + count(*) FILTER (WHERE d.fee_at_filing = 0 AND o.id IS NOT NULL),
       count(o.id) - count(DISTINCT o.subject_id)
FROM dossiers_dossier d
LEFT JOIN payments_order o ON o.subject_kind = 'dossier' AND o.subject_id = d.id
WHERE d.submission_key LIKE %s
"""
_PARTS = """
SELECT count(*) FROM dossiers_dossier d WHERE d.submission_key LIKE %s AND NOT (
  (SELECT count(*) FROM dossiers_paper p WHERE p.dossier_id = d.id) = %s
  AND (SELECT count(*) FROM dossiers_steprun s WHERE s.dossier_id = d.id) = 1
  AND (SELECT count(*) FROM dossiers_transition t WHERE t.dossier_id = d.id) = 1
  AND (SELECT count(*) FROM kernel_auditrow a
       WHERE a.dossier_id = d.id AND a.action = 'dossiers.submit') = 1)
"""
_IDS = "SELECT public_id::text FROM dossiers_dossier WHERE submission_key LIKE %s"
_LEDGER = "SELECT count(*), coalesce(sum(amount), 0)::bigint FROM payments_ledgerentry"


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of all dossiers: numbers left out, numbers given twice, dossiers, office days."""

    gaps: int
    doubles: int
    dossiers: int
    office_days: int


@dataclass(frozen=True, slots=True)
class Bills:
    """Orders of dossiers: how many are due, how many are missing or wrong, how many too many."""

    due: int
    wrong: int
    doubled: int


def codes() -> Codes:
    """Look for gaps and doubles in the codes of every office and day."""
    return Codes(*_row(_CODES))


def stored(told: Iterable[tuple[str, str]]) -> int:
    """Give how many of these (public id, code) pairs are dossiers."""
    pairs = list(told)
    return _row(_STORED, [one for one, _ in pairs], [code for _, code in pairs])[0]


def untold(keys: str, told: Iterable[str]) -> int:
    """Give how many dossiers under keys like a pattern nobody was told of, by public id."""
    return _row(_UNTOLD, keys, list(told))[0]


def incomplete(keys: str, papers: int) -> int:
    """Give how many dossiers under keys like a pattern lack a paper, step, move or audit row."""
    return _row(_PARTS, keys, papers)[0]


def bills(keys: str = "%") -> Bills:
    """Compare the orders of dossiers under keys like a pattern with what each owes at filing."""
    return Bills(*_row(_BILLS, keys))


def public_ids(keys: str) -> set[str]:
    """Give the public ids of the dossiers that were filed under such keys."""
    with connection.cursor() as cursor:
        cursor.execute(_IDS, (keys,))
        return {each for (each,) in cursor.fetchall()}


def ledger() -> tuple[int, int]:
    """Give the number of the ledger's entries and their sum in đồng, which must be zero."""
    entries, total = _row(_LEDGER)
    return entries, total


def _row(statement: str, *values: str | int | list[str]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[int, ...] = cursor.fetchone()
    return row
