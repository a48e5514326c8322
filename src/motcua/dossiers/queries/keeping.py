"""What officials keep for their work: ready phrases, saved views, their first days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.dossiers.models import FirstDayTick, Phrase, SavedView
from motcua.dossiers.queries.counting import count_of
from motcua.dossiers.queries.narrowing import Filters, filters_from
from motcua.dossiers.queries.queues import Queue, may_open
from motcua.dossiers.queries.scopes import in_sight
from motcua.dossiers.queries.wording import moment_in_words, procedure_name
from motcua.kernel.composed import MOST_KEPT, Composed, composed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.enums import PhraseUse
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

FIELDS = ("applicant", "code", "procedure", "due", "today", "official")
"""What a phrase may name in braces; anything else stays as it is written."""


@dataclass(frozen=True, slots=True)
class ReadyPhrase:
    """A phrase with its fields filled from a dossier."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ViewShown:
    """A saved view in the rail: its name, its filters and how many dossiers it holds now."""

    public_id: UUID
    name: str
    filters: Filters
    count: int
    is_own: bool
    is_shared: bool


def phrases_of(actor: Actor) -> list[Phrase]:
    """Give the phrases of an official's agencies and units, by use and title."""
    found = Phrase.objects.none()
    for power in in_sight(actor.powers):
        units = Q(unit=None) | Q(unit__path__startswith=power.unit_path)
        units |= Q(unit__in=_above(power.unit_path))
        found |= Phrase.objects.filter(units, agency_id=power.agency_id)
    return list(found.select_related("unit", "agency").distinct().order_by("use", "title", "id"))


def writes_phrases(actor: Actor) -> frozenset[int]:
    """Give the agencies whose phrases an official writes: every one who handles dossiers there."""
    handling = (role for role in Role.values if role not in {Role.ADMINISTRATOR, Role.AUDITOR})
    return actor.agencies(*handling)


def ready_phrases(
    actor: Actor, dossier: Dossier, use: PhraseUse, now: datetime, language: str, who: str = ""
) -> tuple[ReadyPhrase, ...]:
    """Give the phrases for a form of a dossier, their fields filled in."""
    rows = [row for row in phrases_of(actor) if row.use == use]
    if not rows:
        return ()
    known = {
        "applicant": dossier.applicant_name,
        "code": dossier.code,
        "procedure": procedure_name(dossier, language),
        "due": moment_in_words(dossier.due_at),
        "today": f"{now.astimezone():%d/%m/%Y}",
        "official": who,
    }
    return tuple(ReadyPhrase(row.title, filled(row.text, known)) for row in rows)


def filled(text: str, known: dict[str, str]) -> str:
    """Put what is known into the braces of a phrase; what is not known stays as it is written."""
    for name in FIELDS:
        text = text.replace("{" + name + "}", known.get(name) or "{" + name + "}")
    return text


def views_of(actor: Actor) -> list[SavedView]:
    """Give the saved views of an official, then those shared with his units, each in order."""
    rows = _views_seen_by(actor)()
    return sorted(rows, key=lambda row: (row.official_id != actor.official_id, row.position))


@lru_cache(MOST_KEPT)
def _views_seen_by(actor: Actor) -> Composed[SavedView]:
    """Compose the read of an official's own views and those shared with his units."""
    own = Q(official_id=actor.official_id or -1)
    shared = Q(pk__in=[])
    for power in in_sight(actor.powers):
        shared |= Q(unit__agency_id=power.agency_id) & (
            Q(unit__path__startswith=power.unit_path) | Q(unit__in=_above(power.unit_path))
        )
    return composed(lambda: SavedView.objects.filter(own | shared).select_related("unit"))


def views_shown(actor: Actor, now: datetime) -> tuple[ViewShown, ...]:
    """Give an official's saved views with their exact counts; what is not his to open is left."""
    found = []
    for row in views_of(actor):
        filters = filters_from(row.pairs, Queue.ALL)
        if may_open(actor, filters.queue):
            found.append(_view(actor, row, filters, now))
    return tuple(found)


def view_called(actor: Actor, public_id: UUID) -> SavedView | None:
    """Give an official's own saved view; None where it is not his."""
    own = SavedView.objects.filter(official_id=actor.official_id or -1)
    return own.filter(public_id=public_id).first()


def ticks_of(actor: Actor) -> frozenset[str]:
    """Give what an official has done of the list for his first day; the empty text: put away."""
    return frozenset(_ticks(official=actor.official_id or -1))


@composed
def _ticks(official: Any) -> QuerySet[FirstDayTick, str]:
    return FirstDayTick.objects.filter(official_id=official).values_list("item", flat=True)


def _view(actor: Actor, row: SavedView, filters: Filters, now: datetime) -> ViewShown:
    return ViewShown(
        public_id=row.public_id,
        name=row.name,
        filters=filters,
        count=count_of(actor, filters, now),
        is_own=row.official_id == actor.official_id,
        is_shared=row.unit_id is not None,
    )


def _above(path: str) -> list[int]:
    """Give the ids of the units on a path: what is shared above is seen below."""
    return [int(part) for part in path.split("/") if part]
