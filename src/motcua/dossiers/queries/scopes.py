"""Who sees which dossiers: scope before search, a stranger's dossier is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier, Draft

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor


def visible_to(actor: Actor) -> DossierQuerySet:
    """Give the dossiers an actor may see: a citizen his own, an official those of his units.

    A unit sees what it received, what it has in hand, and what passed through its hands.
    """
    if actor.kind == "system":
        return Dossier.objects.all()
    if actor.kind == "official":
        scope = Q(pk__in=[])
        for power in actor.powers:
            within = Q(agency_id=power.agency_id)
            if power.unit_path:
                within &= (
                    Q(unit_path__startswith=power.unit_path)
                    | Q(step_path__startswith=power.unit_path)
                    | Q(steps__official_id=actor.official_id)
                )
            scope |= within
        found = Dossier.objects.filter(scope)
        return found.distinct() if any(power.unit_path for power in actor.powers) else found
    return Dossier.objects.filter(account_id=actor.account_id or -1)


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
        .filter(public_id=public_id, account_id=actor.account_id or -1)
        .first()
    )
    if draft is None:
        raise DossierNotFound
    return draft
