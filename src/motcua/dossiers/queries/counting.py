"""How much stands in each queue, in one statement, none counted past a cap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.planning import planned_for_values
from motcua.dossiers.queries.queues import COUNTED, Queue, queues_of, standing_in
from motcua.kernel.caching import remembered
from motcua.kernel.text import collation_key
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor

MOST = 1000


@dataclass(frozen=True, slots=True)
class QueueCount:
    """A queue and how many dossiers stand in it; None where the number would say nothing."""

    queue: Queue
    count: int | None = None

    @property
    def is_capped(self) -> bool:
        """Say whether there are more than were counted."""
        return self.count is not None and self.count >= MOST


@planned_for_values()
def queue_counts(actor: Actor, now: datetime) -> tuple[QueueCount, ...]:
    """Give the queues of an official, in order, with their numbers. Raises `NotAllowed`."""
    queues = queues_of(actor)
    counted = [queue for queue in queues if queue in COUNTED]
    if not counted:
        return ()
    counts = dict(zip(counted, _counts([standing_in(q, actor, now) for q in counted]), strict=True))
    return tuple(QueueCount(queue, counts.get(queue)) for queue in queues)


def _counts(parts: list[DossierQuerySet]) -> list[int]:
    """Count sets side by side: each stops at the cap, so a long queue costs no more than a page."""
    columns: list[str] = []
    values: list[Any] = []
    for part in parts:
        try:
            sql, params = part.order_by().values("pk")[:MOST].query.sql_with_params()
        except EmptyResultSet:
            columns.append("0")  # a scope of no unit at all
            continue
        columns.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - the ORM's own SQL
        values += params
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(columns), values)
        row: tuple[int, ...] = cursor.fetchone()
    return list(row)


@remembered(300)
def procedures_open(agencies: tuple[int, ...], language: str) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the procedures that some agencies have open dossiers of, by name.

    As of at most five minutes ago.
    """
    rows = (
        Dossier.objects.filter(agency_id__in=agencies, is_open=True)
        .values_list("procedure_code")
        .annotate(version=Max("version_id"))
    )
    names = ((code, say(rules(version).pack.name, language)) for code, version in rows)
    return tuple(sorted(names, key=lambda pair: collation_key(pair[1])))
