"""Pages of a queue: filtered, sorted, cut by keys instead of numbers, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from motcua.dossiers.enums import FeeState, State, Urgency
from motcua.dossiers.models import StepRun
from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.queries.awaiting_papers import awaiting_among
from motcua.dossiers.queries.narrowing import COMPOSED, Filters, filtered, sought
from motcua.dossiers.queries.planning import planned_for_values
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.queues import Order, Queue, may_open, order_of, standing_in
from motcua.dossiers.queries.scopes import leads_in, visible_to
from motcua.dossiers.queries.searching import name_in
from motcua.dossiers.queries.standing_in import absent_among, stands_in
from motcua.dossiers.queries.wording import step_name
from motcua.kernel.composed import MOST_KEPT, Composed, composed, one_of
from motcua.kernel.errors import NotAllowed
from motcua.kernel.search import resembling
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

R = TypeVar("R")
PAGE = 50
FOUND = 20
"""Rows of a page of what words match: who seeks one dossier adds a word sooner than he reads on."""
_SHOWN = (
    "public_id",
    "code",
    "applicant_name",
    "gist",
    "version_id",
    "process_version_id",
    "channel",
    "fee_state",
    "state",
    "is_open",
    "submitted_at",
    "due_at",
    "reappointed_at",
    "step_due_at",
    "finished_at",
    "paused_at",
    "closed_at",
    "step_code",
    "is_split",
    "official__full_name",
    "agency",
    "unit_path",
    "step_path",
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A dossier as a line of a queue; `channel` is said where it is not the usual one, online.

    `behalf` is the absent colleague for whom the reader would act upon it; empty where it is his.
    """

    public_id: UUID
    code: str
    applicant: str
    procedure: str
    channel: str
    is_unpaid: bool
    state: str
    step: str
    official: str
    submitted_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    urgency: Urgency
    gist: str = ""
    hand_over_by: datetime | None = None
    awaits_papers: bool = False
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some lines of a queue; `before` and `after` are the keys of its neighbours, None at the ends.

    `is_guess` says that nothing matched the words and these are spelt alike; `is_cut` that more
    match than are shown, so that one should add a word.
    """

    rows: tuple[QueueRow, ...]
    before: UUID | None
    after: UUID | None
    is_guess: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a queue to read: after or before the dossier with this public id."""

    public_id: UUID
    is_before: bool = False


@planned_for_values()
def page(
    actor: Actor, filters: Filters, now: datetime, language: str, place: Place | None = None
) -> QueuePage:
    """Give a page of a queue. Raises `NotAllowed` for a queue that is not the actor's.

    A place that is not to be found any more gives the first page.
    """
    order = order_of(filters.queue)
    most = FOUND if filters.words else PAGE
    key = _key(actor, place.public_id, order) if place else None
    backwards = bool(place and place.is_before and key)
    if key is None and filters == Filters(filters.queue) and filters.queue in COMPOSED:
        rows = _beginning(actor, leads_in(actor), filters.queue)(now=now)
    elif key is None and filters.words:
        first = sought(actor, filters, now).numbers[: most + 1]
        rows = _numbered(order)(numbers=list(first)) if first else []
    else:
        found = filtered(actor, filters, now)
        part = _beyond(found, order, key, backwards=backwards) if key else found
        rows = list(_read(part, order, backwards=backwards))
    is_guess = not rows and key is None and bool(filters.words)
    if is_guess:
        name = name_in(filters.words)
        rows = _alike(actor, leads_in(actor))(name=name)[:most] if name else []
    more, rows = len(rows) > most, rows[:most]
    if backwards:
        rows.reverse()
    beside = _side_by_side(rows)
    by_post = [row.pk for row in rows if row.channel == Channel.POST and row.state == State.FILED]
    awaiting = awaiting_among(by_post) if by_post else frozenset()
    behalf = absent_among(actor, rows, _in_hand(rows)) if stands_in(actor) else {}
    return QueuePage(
        rows=tuple(
            replace(
                _row(dossier, now, language, beside.get(dossier.pk)),
                awaits_papers=dossier.pk in awaiting,
                behalf=behalf.get(dossier.pk, ""),
            )
            for dossier in rows
        ),
        before=rows[0].public_id if rows and (more if backwards else key is not None) else None,
        after=rows[-1].public_id if rows and (more or backwards) else None,
        is_guess=is_guess and bool(rows),
        is_cut=bool(filters.words) and sought(actor, filters, now).is_cut,
    )


@lru_cache(MOST_KEPT)
def _beginning(actor: Actor, _leads: tuple[int, ...], queue: Queue) -> Composed[Dossier]:
    """Compose the read of a whole queue's first page, the same while the official's powers are."""
    if not may_open(actor, queue):
        raise NotAllowed

    def rows(now: Any) -> QuerySet[Dossier]:
        return _read(standing_in(queue, actor, now), order_of(queue), backwards=False)

    return composed(rows)


@lru_cache
def _numbered(order: Order) -> Composed[Dossier]:
    """Compose the read of dossiers by their numbers, sorted."""

    def rows(numbers: Any) -> QuerySet[Dossier]:
        return _read(Dossier.objects.filter(one_of("pk", numbers)), order, backwards=False)

    return composed(rows)


@lru_cache(MOST_KEPT)
def _alike(actor: Actor, _leads: tuple[int, ...]) -> Composed[Dossier]:
    """Compose the read of dossiers in sight whose filer's name is spelt like another."""

    def rows(name: Any) -> QuerySet[Dossier]:
        return _shown(resembling(visible_to(actor), name))

    return composed(rows)


@planned_for_values()
def next_of(actor: Actor, filters: Filters, now: datetime, public_id: UUID) -> UUID | None:
    """Give the dossier that follows in a queue, or its first one after the last; None when alone.

    The dossier itself may have left the queue meanwhile. Raises `NotAllowed`.
    """
    order = order_of(filters.queue)
    others = filtered(actor, filters, now).exclude(public_id=public_id)
    ids = _sorted(others, order, backwards=False).values_list("public_id", flat=True)
    key = _key(actor, public_id, order)
    after = _beyond(ids, order, key, backwards=False).first() if key else None
    return after or ids.first()


def _beyond(
    part: QuerySet[Dossier, R], order: Order, key: tuple[datetime, int], *, backwards: bool
) -> QuerySet[Dossier, R]:
    """Cut a sorted queue at a key; the bound on the first column lets an index be used."""
    at, number = key
    side = "lt" if order.newest_first is not backwards else "gt"
    further = Q(**{f"{order.field}__{side}": at}) | Q(**{f"id__{side}": number})
    return part.filter(further, **{f"{order.field}__{side}e": at})


def _sorted(part: QuerySet[Dossier, R], order: Order, *, backwards: bool) -> QuerySet[Dossier, R]:
    sign = "-" if order.newest_first is not backwards else ""
    return part.order_by(f"{sign}{order.field}", f"{sign}id")


def _read(part: QuerySet[Dossier], order: Order, *, backwards: bool) -> QuerySet[Dossier]:
    """Give a page and one dossier more."""
    return _shown(_sorted(part, order, backwards=backwards))


def _shown(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Give what a line shows; the sealed columns stay where they are."""
    return rows.select_related("official").only(*_SHOWN)[: PAGE + 1]


def _side_by_side(rows: list[Dossier]) -> dict[int, list[str]]:
    """Give the steps in hand of the dossiers that have several, in the order they began."""
    split = [dossier.pk for dossier in rows if dossier.is_split]
    if not split:
        return {}
    runs = StepRun.objects.filter(dossier__in=split, finished_at=None).order_by("started_at", "pk")
    found: dict[int, list[str]] = {}
    for pk, code in runs.values_list("dossier_id", "code"):
        found.setdefault(pk, []).append(code)
    return found


def _in_hand(rows: list[Dossier]) -> dict[int, StepRun]:
    """Give the step that each dossier of a page shows, read at once."""
    runs = StepRun.objects.filter(dossier__in=rows, finished_at=None).select_related("unit")
    shown = {row.pk: row.step_code for row in rows}
    return {run.dossier_id: run for run in runs if run.code == shown[run.dossier_id]}


def _row(
    dossier: Dossier, now: datetime, language: str, beside: list[str] | None = None
) -> QueueRow:
    codes = beside or ([dossier.step_code] if dossier.step_code else [])
    return QueueRow(
        public_id=dossier.public_id,
        code=dossier.code,
        applicant=dossier.applicant_name,
        procedure=say(rules_of(dossier).pack.name, language),
        channel="" if dossier.channel == Channel.ONLINE else str(Channel(dossier.channel).label),
        is_unpaid=dossier.is_open and dossier.fee_state == FeeState.DUE,
        state=str(State(dossier.state).label),
        step=" + ".join(step_name(dossier, code, language) for code in codes),
        official=dossier.official.full_name if dossier.official else "",
        submitted_at=dossier.submitted_at,
        due_at=dossier.appointed_at,
        ended_at=dossier.finished_at or dossier.closed_at,
        urgency=dossier.urgency(now),
        gist=dossier.gist,
        hand_over_by=dossier.step_due_at if dossier.state == State.ACCEPTED else None,
    )


def _key(actor: Actor, public_id: UUID, order: Order) -> tuple[datetime, int] | None:
    found = visible_to(actor).filter(public_id=public_id).values_list(order.field, "id").first()
    return found if found and found[0] is not None else None
