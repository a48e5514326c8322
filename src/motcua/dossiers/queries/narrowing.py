"""Which part of a queue is asked for: filters of an address, and what words match in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from motcua.dossiers.models import StepRun
from motcua.dossiers.models.dossiers import SOON, Dossier
from motcua.dossiers.queries.found import of_persons, persons_found, words_sealed, words_unsealed
from motcua.dossiers.queries.queues import (
    COUNTED,
    IN_PROCESS,
    Queue,
    may_open,
    order_of,
    standing_in,
)
from motcua.dossiers.queries.scopes import leads_in, side_by_side
from motcua.dossiers.queries.searching import MOST_SIGNS, Found, WholeQueue, found_by
from motcua.kernel.caching import once_a_reading
from motcua.kernel.errors import NotAllowed
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

SOUGHT = "sought"
"""The part of an address that holds sealed words."""
_PARAMETERS = {
    "queue": "queue",
    "words": "q",
    "procedure": "procedure",
    "urgency": "urgency",
    "hands": "hands",
    "channel": "channel",
    "unit": "unit",
    "outcome": "outcome",
    "found": "found",
}
# Queues that go by nothing but the official's powers, and by now only to compare columns with it.
COMPOSED = (COUNTED | {Queue.ALL}) - {Queue.AGREEING}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of a queue is asked for; what is empty leaves nothing out.

    Attributes:
        urgency: `late`, `soon` or `on-time`, by the promised time of what is in process.
        hands: `mine` or `nobody`: whose name stands on the step in hand.
        unit: public id of the unit that has the step in hand.
        outcome: `on-time` or `late`, of what is settled.
        found: whom a number was found to be of, sealed, so that no address holds the number.

    """

    queue: Queue
    words: str = ""
    procedure: str = ""
    urgency: str = ""
    hands: str = ""
    channel: str = ""
    unit: UUID | None = None
    outcome: str = ""
    found: str = ""

    def as_kept(self) -> dict[str, str]:
        """Write the filters as a saved list keeps them, empty ones left out."""
        pairs = {_PARAMETERS[name]: getattr(self, name) for name in _PARAMETERS}
        return {name: str(value) for name, value in pairs.items() if value}

    def as_pairs(self) -> dict[str, str]:
        """Write the filters as an address carries them: the words, mostly a name, are sealed."""
        pairs = self.as_kept()
        words = pairs.pop(_PARAMETERS["words"], "")
        return {**pairs, SOUGHT: words_sealed(words)} if words else pairs


def filters_from(pairs: Mapping[str, str], otherwise: Queue) -> Filters:
    """Read the filters of an address; what is not known is as if it were not there."""
    queue = pairs.get("queue", "")
    words = pairs.get("q", "") or words_unsealed(pairs.get(SOUGHT, "")[:1000])
    return Filters(
        queue=Queue(queue) if queue in Queue else otherwise,
        words=words.strip()[:MOST_SIGNS],
        procedure=pairs.get("procedure", "")[:30].replace("\0", ""),
        urgency=_among(pairs.get("urgency", ""), _URGENCY),
        hands=_among(pairs.get("hands", ""), ("mine", "nobody")),
        channel=_among(pairs.get("channel", ""), Channel.values),
        unit=_unit(pairs.get("unit", "")),
        outcome=_among(pairs.get("outcome", ""), ("on-time", "late")),
        found=pairs.get("found", "")[:1000],
    )


def filtered(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Dossier]:
    """Give the dossiers of a queue as it is narrowed, unsorted. Raises `NotAllowed`.

    Of what words match the first `MOST_FOUND`, as the queue is sorted.
    """
    if not filters.words:
        return _narrow(actor, filters, now)
    return Dossier.objects.filter(pk__in=sought(actor, filters, now).numbers)


@once_a_reading
def sought(actor: Actor, filters: Filters, now: datetime) -> Found:
    """Give what the words of filters match in a queue. Raises `NotAllowed`.

    Which way they match is tried with some statements, for a page once.
    """
    words, queue = filters.words, filters.queue
    is_whole = filters == Filters(queue, words=words) and queue in COMPOSED
    whole = WholeQueue(actor, leads_in(actor), queue, now) if is_whole else None
    return found_by(partial(_narrow, actor, filters, now), words, order_of(queue), whole)


@once_a_reading
def _narrow(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Dossier]:
    if not may_open(actor, filters.queue):
        raise NotAllowed
    queue = standing_in(filters.queue, actor, now)
    found: QuerySet[Dossier] = queue.filter(_narrowed(actor, filters, now))
    if filters.found:
        found = of_persons(found, persons_found(filters.found, actor))
    return found


def _narrowed(actor: Actor, filters: Filters, now: datetime) -> Q:
    wanted = {
        "procedure_code": filters.procedure,
        "channel": filters.channel,
    }
    kept = Q(**{field: value for field, value in wanted.items() if value})
    if filters.unit:
        # Not a join: of steps side by side a unit may have two.
        in_hand = StepRun.objects.filter(dossier=OuterRef("pk"), finished_at=None)
        kept &= Q(Exists(in_hand.filter(unit__public_id=filters.unit)))
    if filters.urgency in _URGENCY:
        kept &= _URGENCY[filters.urgency](now)
    kept &= _hands(actor, filters.hands)
    return kept & _outcome(filters.outcome)


def _among(value: str, known: Collection[str]) -> str:
    return value if value in known else ""


def _unit(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _hands(actor: Actor, hands: str) -> Q:
    whose = {"mine": actor.official_id, "nobody": None}
    if hands not in whose:
        return Q()
    wanted = Q(official=whose[hands])
    return wanted | side_by_side(wanted)


def _outcome(outcome: str) -> Q:
    late = Q(finished_at__gt=F("due_at"))
    return {"late": late, "on-time": Q(finished_at__lte=F("due_at"))}.get(outcome, Q())


def _running(**due: object) -> Q:
    return Q(state__in=IN_PROCESS, paused_at=None, **due)


_URGENCY: dict[str, Callable[[datetime], Q]] = {
    "late": lambda now: _running(due_at__lt=now),
    "soon": lambda now: _running(due_at__gte=now, due_at__lte=now + SOON),
    "on-time": lambda now: _running(due_at__gt=now + SOON),
}
