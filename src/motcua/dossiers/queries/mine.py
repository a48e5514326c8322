"""A citizen's own drafts and dossiers, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.dossiers.models import Draft
from motcua.dossiers.queries.scopes import visible_to
from motcua.dossiers.queries.todo import Todo, plain_state, todo_of
from motcua.procedures import queries as catalogue
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.enums import Urgency
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

PAGE = 20
_ON_FRONT_PAGE = 3


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A form begun and not yet filed."""

    public_id: UUID
    offering_id: int
    procedure: str
    agency: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DossierCard:
    """A dossier in a list: where it stands, until when, and what its filer must do."""

    public_id: UUID
    code: str
    procedure: str
    agency: str
    state: str
    urgency: Urgency
    due_at: datetime | None
    submitted_at: datetime
    todo: Todo
    gist: str = ""


def drafts_of(actor: Actor, language: str) -> tuple[DraftCard, ...]:
    """Give one's drafts that are not filed, the latest first."""
    if actor.account_id is None:
        return ()
    rows = Draft.objects.select_related("offering__agency").filter(
        account_id=actor.account_id, dossier=None, supplement=None
    )
    return tuple(
        DraftCard(
            row.public_id,
            row.offering_id,
            say(catalogue.rules(row.version_id).pack.name, language),
            row.offering.agency.name_in(language),
            row.saved_at,
        )
        for row in rows.order_by("-saved_at")[:PAGE]
    )


def dossiers_of(
    actor: Actor, now: datetime, language: str, *, after: UUID | None = None, limit: int = PAGE
) -> tuple[tuple[DossierCard, ...], UUID | None]:
    """Give one's own dossiers, open ones first, then the latest, and where the next page begins.

    `after` is what the page before gave; None there means that no more follow. Officials have none
    here: their lists are the desk's.
    """
    if actor.kind == "official" or actor.account_id is None:
        return (), None
    rows = visible_to(actor).select_related("agency")
    last = rows.filter(public_id=after).first() if after else None
    if last is not None:
        rows = rows.filter(_behind(last))
    found = list(rows.order_by("-is_open", "-submitted_at", "-pk")[: limit + 1])
    cards = tuple(_card(row, now, language) for row in found[:limit])
    return cards, found[limit - 1].public_id if len(found) > limit else None


def _behind(last: Dossier) -> Q:
    """Keep what comes after a dossier in the list."""
    later = Q(submitted_at__lt=last.submitted_at) | Q(
        submitted_at=last.submitted_at, pk__lt=last.pk
    )
    behind = Q(is_open=last.is_open) & later
    return behind | Q(is_open=False) if last.is_open else behind


def recent_of(
    actor: Actor, now: datetime, language: str
) -> tuple[tuple[DraftCard, ...], tuple[DossierCard, ...]]:
    """Give one's latest drafts and dossiers, a few of each."""
    dossiers, _more = dossiers_of(actor, now, language, limit=_ON_FRONT_PAGE)
    return drafts_of(actor, language)[:_ON_FRONT_PAGE], dossiers


def _card(dossier: Dossier, now: datetime, language: str) -> DossierCard:
    return DossierCard(
        public_id=dossier.public_id,
        code=dossier.code,
        procedure=say(catalogue.rules(dossier.version_id).pack.name, language),
        agency=dossier.agency.name_in(language),
        state=plain_state(dossier),
        urgency=dossier.urgency(now),
        due_at=dossier.appointed_at,
        submitted_at=dossier.submitted_at,
        todo=todo_of(dossier),
        gist=dossier.gist,
    )
