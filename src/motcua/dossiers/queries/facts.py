"""How dossiers count: where, for whom and on which civil days; what roll-ups are made of."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.models import Dossier

FACTS: Final = """
SELECT d.id AS dossier_id, d.agency_id,
       coalesce(s.unit_id, d.unit_id, 0) AS unit_id,
       CASE WHEN d.finished_at IS NOT NULL THEN coalesce(s.official_id, 0) ELSE 0 END
         AS official_id,
       d.procedure_code, d.channel,
       (d.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received_on,
       (d.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS accepted_on,
       (d.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS settled_on,
       coalesce(d.finished_at > d.due_at, false) AS is_late,
       CASE WHEN d.finished_at IS NULL
         THEN (d.closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END AS ended_on
FROM dossiers_dossier d
LEFT JOIN LATERAL (
  SELECT r.unit_id, r.official_id FROM dossiers_steprun r
  WHERE r.dossier_id = d.id AND r.role = 'specialist' AND r.started_at >= d.submitted_at
  ORDER BY r.started_at DESC, r.id DESC LIMIT 1
) s ON true
"""
"""One row for each dossier; a condition on `d` may follow.

It counts for the unit that settles it, which is that of its last step of a specialist, before that
step for the one-door unit that received it; and once it is settled, for that specialist. A dossier
that was finished is settled, in time or late; one that was refused, withdrawn or stopped has ended.
"""


def last_number() -> int:
    """Give the highest number of a dossier; 0 where there is none."""
    return Dossier.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def numbers_between(after: int, upto: int) -> list[int]:
    """Give the numbers of the dossiers behind one number, up to another."""
    return list(Dossier.objects.filter(pk__gt=after, pk__lte=upto).values_list("pk", flat=True))
