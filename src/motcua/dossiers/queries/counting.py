"""How much stands in each queue, exactly; what is long is counted once a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.agreeing_by_step import ended_by_own_step
from motcua.dossiers.queries.narrowing import Filters, filtered, sought
from motcua.dossiers.queries.planning import planned_for_values, planned_once
from motcua.dossiers.queries.queues import COUNTED, QUIET, Queue, one_with, queues_of, standing_in
from motcua.dossiers.queries.scopes import leads_in
from motcua.kernel import clock
from motcua.kernel.actors import Actor, Power
from motcua.kernel.caching import once_a_reading, remembered
from motcua.kernel.text import collation_key
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
MOST = 1000
"""Up to here every reading counts anew; beyond, a count serves a minute of readings."""
# Stands for now in a composed statement. A queue that reckons back from it fails here, for nothing
# lies before it: such a queue cannot be composed once.
_MOMENT: Final = datetime(1, 1, 1, tzinfo=UTC)
_OWN = frozenset({Queue.MINE, Queue.SIGNING, Queue.MENTIONED, Queue.AGREEING})


@dataclass(frozen=True, slots=True)
class QueueCount:
    """A queue and how many dossiers stand in it; None where the number would say nothing."""

    queue: Queue
    count: int | None = None


def queue_counts(actor: Actor, now: datetime) -> tuple[QueueCount, ...]:
    """Give the queues of an official, in order, with their numbers. Raises `NotAllowed`."""
    queues = queues_of(actor)
    counted = [queue for queue in queues if queue in COUNTED]
    if not counted:
        return ()
    long = _long(actor, tuple(counted))
    short = tuple(queue for queue in counted if queue not in long)
    counts = long | _counted(actor, short, now)
    shown = (queue for queue in queues if queue not in QUIET or counts.get(queue))
    return tuple(QueueCount(queue, counts.get(queue)) for queue in shown)


@once_a_reading
def counts_now(actor: Actor) -> tuple[QueueCount, ...]:
    """Give the queues of an official with their numbers, for a page once. Raises `NotAllowed`."""
    return queue_counts(actor, clock.now())


def _counted(actor: Actor, queues: tuple[Queue, ...], now: datetime) -> dict[Queue, int]:
    counts = dict(zip(queues, _counts_of(actor, queues, now), strict=True)) if queues else {}
    for queue in [queue for queue, count in counts.items() if count >= MOST]:
        counts[queue] = _in_full(queue, actor.powers, actor.official_id if queue in _OWN else None)
    return counts


@remembered(60)
def _long(actor: Actor, queues: tuple[Queue, ...]) -> dict[Queue, int]:
    """Give the queues that are so long that for a minute they are not looked at again."""
    counts = _counted(actor, queues, clock.now())
    return {queue: count for queue, count in counts.items() if count >= MOST}


@planned_for_values()
def count_of(actor: Actor, filters: Filters, now: datetime) -> int:
    """Count the dossiers of a queue as it is narrowed, exactly. Raises `NotAllowed`."""
    if filters.words and not (found := sought(actor, filters, now)).is_cut:
        return len(found.numbers)
    (count,) = _counts([_whole(actor, filters, now)])
    return count if count < MOST else _narrowed_in_full(actor, filters)


def _whole(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Dossier]:
    """Give a narrowed queue, and of what words match everything, not the first alone."""
    if filters.words:
        return sought(actor, filters, now).part()
    return filtered(actor, filters, now)


@remembered(60)
def _narrowed_in_full(actor: Actor, filters: Filters) -> int:
    """Count a long list exactly; the number serves its official for a minute."""
    return _whole(actor, filters, clock.now()).order_by().values("pk").count()


@remembered(60)
@planned_for_values()
def _in_full(queue: Queue, powers: tuple[Power, ...], official_id: int | None) -> int:
    """Count a long queue exactly; those of the same powers share the number for a minute."""
    actor = Actor("official", official_id=official_id, powers=powers)
    return standing_in(queue, actor, clock.now()).order_by().values("pk").count()


def _counts_of(actor: Actor, queues: tuple[Queue, ...], now: datetime) -> tuple[int, ...]:
    agrees = (one_with(actor), ended_by_own_step(actor)) if Queue.AGREEING in queues else None
    beside = (leads_in(actor), agrees)
    sql, values = _composed(actor, queues, beside)
    with planned_once():
        return _read(sql, [now if value == _MOMENT else value for value in values])


@lru_cache(maxsize=1024)
def _composed(
    actor: Actor,
    queues: tuple[Queue, ...],
    _beside: tuple[tuple[int, ...], tuple[frozenset[int], frozenset[int]] | None],
) -> tuple[str, list[Any]]:
    """Compose the statement that counts an official's queues, the same while his powers are.

    And while what else it goes by is: the agencies his own takes part with, whose proposals are not
    for him to agree to, and which are for his step's sake. Every page of the desk counts, and
    composing costs more than counting.
    """
    return _side_by_side([standing_in(queue, actor, _MOMENT) for queue in queues])


def _counts(parts: Sequence[QuerySet[Dossier]]) -> tuple[int, ...]:
    return _read(*_side_by_side(parts))


def _side_by_side(parts: Sequence[QuerySet[Dossier]]) -> tuple[str, list[Any]]:
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
    return "SELECT " + ", ".join(columns), values


def _read(sql: str, values: list[Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[int, ...] = cursor.fetchone()
    return row


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
