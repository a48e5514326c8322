"""Who may act for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.identity.errors import MandateNotInForce
from motcua.identity.models import Mandate
from motcua.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.kernel.actors import Actor

_IN_FORCE = Q(ended_at=None) & (
    Q(consented_at__isnull=False) | Q(is_by_paper=True, authority__isnull=False)
)


def helped_by(actor: Actor) -> list[Mandate]:
    """Give those by whom somebody may file for others, the latest first."""
    rows = Mandate.objects.filter(_IN_FORCE, helper_id=actor.person_id or -1)
    return list(rows.select_related("owner").order_by("-asked_at"))


def helping(actor: Actor) -> list[Mandate]:
    """Give those by whom others may file for somebody, the latest first."""
    rows = Mandate.objects.filter(_IN_FORCE, owner_id=actor.person_id or -1)
    return list(rows.select_related("helper").order_by("-asked_at"))


def asked_mandate(actor: Actor, mandate_id: UUID) -> Mandate:
    """Give one that somebody asked for. Raises `NotFound`."""
    rows = Mandate.objects.select_related("owner")
    found = rows.filter(public_id=mandate_id, helper_id=actor.person_id or -1).first()
    if found is None:
        raise NotFound
    return found


def mandate_in_force(actor: Actor, mandate_id: UUID) -> Mandate:
    """Give one by which somebody may act now. Raises `NotFound`, `MandateNotInForce`."""
    found = asked_mandate(actor, mandate_id)
    if not found.is_in_force:
        raise MandateNotInForce
    return found
