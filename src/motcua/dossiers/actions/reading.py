"""Reading is an act too: who opened a dossier, what for, once for each official and hour."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.handling import roles_over
from motcua.dossiers.queries.holdings import file_for_officials
from motcua.dossiers.queries.opinions import asked_of, is_asked_on
from motcua.dossiers.queries.register import register
from motcua.dossiers.queries.scopes import leads_in
from motcua.kernel import audit
from motcua.kernel.composed import MOST_KEPT, Composed, composed
from motcua.kernel.errors import NotAllowed
from motcua.kernel.readings import is_first_this_hour

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.register import RegisterPage, Wanted
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

_WITH = ("agency__parent", "agency__place__parent", "unit", "official")
_LOOKING = frozenset({Role.AUDITOR, GrantKind.CONSULTATION})


@transaction.atomic
def open_dossier(*, actor: Actor, public_id: UUID, now: datetime) -> Dossier:
    """Open a dossier for an official who may see it, and write down that he read it.

    The purpose follows from his roles over it: `handling`, `audit`, `consultation`, or `follow-up`
    of what passed through his hands. Raises `DossierNotFound`.
    """
    dossier = _seen(actor, public_id)
    if _is_new(actor, f"dossier:{dossier.pk}", now):
        _write(dossier, ("dossier", str(public_id)), "dossiers.read", actor=actor, now=now)
    return dossier


@transaction.atomic
def open_paper(*, actor: Actor, public_id: UUID, paper_id: UUID, now: datetime) -> StoredFile:
    """Open a paper or a step's document for an official who may see it, and write down that he did.

    Raises `DossierNotFound` also for a paper of another dossier.
    """
    dossier = _seen(actor, public_id)
    file = file_for_officials(dossier, paper_id)
    if _is_new(actor, f"paper:{paper_id}", now):
        _write(dossier, ("paper", str(paper_id)), "dossiers.read_paper", actor=actor, now=now)
    return file


@transaction.atomic
def read_register(
    *, actor: Actor, wanted: Wanted, language: str, after: UUID | None, now: datetime
) -> RegisterPage:
    """Give a page of the register, and write down once an hour who read which part of it.

    Raises `NotAllowed` for whoever keeps no register, and where no agency is named.
    """
    if wanted.agency is None:
        raise NotAllowed
    page = register(actor, wanted, language, after=after)
    part = f"{wanted.agency}:{wanted.unit}:{wanted.since}:{wanted.until}:{wanted.procedure}"
    if page.rows and _is_new(actor, f"register:{part}", now):
        audit.record(
            actor=actor,
            action="dossiers.read_register",
            subject=("register", str(wanted.unit or wanted.agency)),
            agency_id=wanted.agency,
            now=now,
            purpose="handling",
            data={"since": wanted.since.isoformat(), "until": wanted.until.isoformat()},
        )
    return page


def _seen(actor: Actor, public_id: UUID) -> Dossier:
    if actor.kind != "official":
        raise DossierNotFound
    rows = _within_sight(actor, leads_in(actor))(public_id=public_id)
    return next(iter(rows), None) or _asked_about(actor, public_id)


@lru_cache(MOST_KEPT)
def _within_sight(actor: Actor, _leads: tuple[int, ...]) -> Composed[Dossier]:
    """Compose the look-up of a dossier among those an official may see."""
    seen = visible_to(actor).select_related(*_WITH)
    return composed(lambda public_id: seen.filter(public_id=public_id))


def _asked_about(actor: Actor, public_id: UUID) -> Dossier:
    """Give another agency's dossier on which an official's own is asked for its opinion."""
    asked = asked_of(actor).filter(dossier__public_id=public_id)
    opinion = asked.select_related(*(f"dossier__{name}" for name in _WITH)).first()
    if opinion is None:
        raise DossierNotFound
    return opinion.dossier


def _is_new(actor: Actor, what: str, now: datetime) -> bool:
    return is_first_this_hour(actor, room="dossiers", what=what, now=now)


def _write(
    dossier: Dossier, subject: tuple[str, str], act: str, *, actor: Actor, now: datetime
) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=subject,
        agency_id=dossier.agency_id,
        now=now,
        dossier_id=dossier.pk,
        purpose=_purpose(actor, dossier),
    )


def _purpose(actor: Actor, dossier: Dossier) -> str:
    roles = roles_over(actor, dossier)
    if not roles:
        return "consultation" if is_asked_on(actor, dossier) else "follow-up"
    if roles - _LOOKING:
        return "handling"
    return "audit" if Role.AUDITOR in roles else "consultation"
