"""Who sees which dossiers: scope before search, a stranger's dossier is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Draft, StepRun

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor, Power

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> DossierQuerySet:
    """Give the dossiers an actor may see: a citizen his own, an official those of his units.

    A unit sees what it received and what it has in hand; an official also what passed through his
    own hands, as long as he has some power in that agency. Who is consulted sees what he is
    consulted on; who only administers sees none.
    """
    if actor.kind == "system":
        return Dossier.objects.all()
    if actor.kind == "official":
        return Dossier.objects.filter(in_units(actor.powers) | _passed_through(actor))
    return Dossier.objects.filter(account_id=actor.account_id or -1)


def in_sight(powers: Iterable[Power]) -> tuple[Power, ...]:
    """Keep the powers that open dossiers: an administrator manages officials and units."""
    return tuple(power for power in powers if power.role != Role.ADMINISTRATOR)


def at_work(powers: Iterable[Power]) -> tuple[Power, ...]:
    """Keep the powers whose dossiers are one's work: being consulted opens those of others."""
    return tuple(power for power in in_sight(powers) if power.role != GrantKind.CONSULTATION)


def in_units(powers: Iterable[Power]) -> Q:
    """Keep what the units of some powers received or have in hand; no power, nothing.

    Both columns are on the dossier itself, so that the partial indexes of open work serve it; steps
    are looked at only where several are in hand.
    """
    scope = NOTHING
    for power in set(in_sight(powers)):
        within = Q(agency_id=power.agency_id)
        if power.unit_path:
            within &= (
                Q(unit_path__startswith=power.unit_path)
                | Q(step_path__startswith=power.unit_path)
                | side_by_side(unit__path__startswith=power.unit_path)
            )
        scope |= within
    return scope


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
    if not agencies or actor.official_id is None:
        return NOTHING
    # No step begins before its dossier was filed. Saying so ties each look-up to its dossier: the
    # planner would otherwise read every step the official ever had, for a page of fifty dossiers.
    own = StepRun.objects.filter(
        dossier=OuterRef("pk"),
        official_id=actor.official_id,
        started_at__gte=OuterRef("submitted_at"),
    )
    return Q(Exists(own), agency_id__in=agencies)


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
