"""Who sees which dossiers: scope before search, a stranger's dossier is not there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Draft, StepRun
from motcua.dossiers.queries.intakes import taken_in
from motcua.kernel.composed import MOST_KEPT
from motcua.procedures.queries.interlinked import leads_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor, Power

NOTHING = Q(pk__in=[])
_AT_OFFICE = frozenset({Role.RECEPTIONIST, Role.CLERK, Role.HEAD, Role.LEADER, Role.AUDITOR})


def visible_to(actor: Actor) -> DossierQuerySet:
    """Give the dossiers an actor may see: a citizen his own, an official those of his units.

    A unit sees what it received and what it has in hand; an official also what passed through his
    own hands, as long as he has some power in that agency. Who is consulted sees what he is
    consulted on; who only administers sees none.
    """
    if actor.kind == "system":
        return Dossier.objects.all()
    if actor.kind == "official":
        return _in_sight_of(actor, leads_in(actor)).all()
    return Dossier.objects.filter(account_id=actor.account_id or -1)


@lru_cache(MOST_KEPT)
def _in_sight_of(actor: Actor, _leads: tuple[int, ...]) -> DossierQuerySet:
    """Compose what an official sees; it is narrowed further by every page he opens."""
    return Dossier.objects.filter(
        in_units(actor.powers) | _passed_through(actor) | _taken_in(actor)
    )


def leads_in(actor: Actor) -> tuple[int, ...]:
    """Give the agencies that take an actor's agencies into their processes.

    With the actor himself this is all that `visible_to` goes by: what is composed of it may be kept
    for as long as both are the same.
    """
    agencies = {power.agency_id for power in actor.powers}
    return tuple(sorted({lead for agency in agencies for lead in leads_of(agency)}))


def _taken_in(actor: Actor) -> Q:
    """Keep what an official's own office took in for another agency."""
    powers = [power for power in in_sight(actor.powers) if power.role in _AT_OFFICE]
    return taken_in(powers) or NOTHING


def in_sight(powers: Iterable[Power]) -> tuple[Power, ...]:
    """Keep the powers that open dossiers: an administrator manages officials and units."""
    return tuple(power for power in powers if power.role != Role.ADMINISTRATOR)


def at_work(powers: Iterable[Power]) -> tuple[Power, ...]:
    """Keep the powers whose dossiers are one's work: being consulted opens those of others."""
    return tuple(power for power in in_sight(powers) if power.role != GrantKind.CONSULTATION)


def in_units(powers: Iterable[Power], of: str = "") -> Q:
    """Keep what the units of some powers received or have in hand; no power, nothing.

    Both columns are on the dossier itself, so that the partial indexes of open work serve it; steps
    are looked at only where several are in hand. `of` leads to the dossier from rows of another
    table, such as `dossier__`, where only what one received counts.
    """
    scope = NOTHING
    for agency_id, path in sorted({(one.agency_id, one.unit_path) for one in in_sight(powers)}):
        within = _of_agencies([agency_id], of)
        if path and of:
            within &= Q(**{f"{of}unit_path__startswith": path})
        elif path:
            within &= (
                Q(unit_path__startswith=path)
                | Q(step_path__startswith=path)
                | side_by_side(unit__path__startswith=path)
            )
        scope |= within
        if path and not of:
            scope |= lent(agency_id, in_steps(path))
    return scope


def _of_agencies(agencies: Iterable[int], of: str = "") -> Q:
    """Keep those of some agencies.

    The numbers are of the column's own type: the driver sends small ones as small, which the index
    of words within an agency does not take. They read alike wherever they stand, so that the
    planner sees what several scopes have in common.
    """
    kept = NOTHING
    for agency in agencies:
        kept |= Q(**{f"{of}agency_id": Cast(Value(agency), BigIntegerField())})
    return kept


def in_steps(path: str) -> Q:
    """Keep dossiers with a step in hand in a unit or below it."""
    return Q(step_path__startswith=path) | side_by_side(unit__path__startswith=path)


def lent(agency_id: int, wanted: Q) -> Q:
    """Keep those of other agencies that take an agency's units into their processes, as wanted.

    Nothing, at no cost, for agencies that take part in nobody's (Decree 61/2018, Article 19.6).
    """
    leads = leads_of(agency_id)
    return Q(agency_id__in=leads) & wanted if leads else NOTHING


def takes_part(power: Power, agency_id: int, path: str) -> bool:
    """Say whether a power reaches a step that another agency has done in this one's unit.

    Paths of units are of one numbering for the whole node.
    """
    own = power.unit_path
    return bool(own and path.startswith(own) and power.agency_id != agency_id)


def side_by_side(*also: Q, **wanted: object) -> Q:
    """Keep dossiers with several steps in hand of which one is as wanted."""
    # As below, naming the moment of filing has the planner look up the steps of one dossier: it
    # would otherwise read every open step of the node into a table.
    runs = StepRun.objects.filter(
        *also,
        dossier=OuterRef("pk"),
        started_at__gte=OuterRef("submitted_at"),
        finished_at=None,
        **wanted,
    )
    return Q(is_split=True) & Q(Exists(runs))


def _passed_through(actor: Actor) -> Q:
    agencies = {power.agency_id for power in in_sight(actor.powers) if power.unit_path}
    agencies |= {lead for agency in agencies for lead in leads_of(agency)}
    if not agencies or actor.official_id is None:
        return NOTHING
    # No step begins before its dossier was filed. Saying so ties each look-up to its dossier: the
    # planner would otherwise read every step the official ever had, for a page of fifty dossiers.
    own = StepRun.objects.filter(
        dossier=OuterRef("pk"),
        official_id=actor.official_id,
        started_at__gte=OuterRef("submitted_at"),
    )
    return Q(Exists(own)) & _of_agencies(sorted(agencies))


def dossier_for(actor: Actor, public_id: UUID) -> Dossier:
    """Give one dossier an actor may see. Raises `DossierNotFound` otherwise."""
    dossier = (
        visible_to(actor)
        .select_related("agency", "unit", "official", "offering")
        .filter(public_id=public_id)
        .first()
    )
    if dossier is None:
        raise DossierNotFound
    return dossier


def draft_for(actor: Actor, public_id: UUID) -> Draft:
    """Give one's own draft that is not yet filed. Raises `DossierNotFound`."""
    draft = (
        Draft.objects.select_related("offering", "offering__agency", "version")
        .filter(public_id=public_id, account_id=actor.account_id or -1, supplement=None)
        .first()
    )
    if draft is None:
        raise DossierNotFound
    return draft
