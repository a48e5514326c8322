"""Dossiers taken in at a one-door office of another agency: by whom, and who sees them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from motcua.agencies.enums import Role
from motcua.agencies.queries.desks import Desk, desk_of
from motcua.dossiers.models import Intake
from motcua.kernel.caching import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor, Power


def office_elsewhere(actor: Actor, agency_id: int, on: date) -> Desk | None:
    """Give the office an official sits at, where it is another agency's than the one that settles.

    None for everybody else: citizens, the node, and the agency's own officials.
    """
    if actor.official_id is None or actor.agencies(Role.RECEPTIONIST) <= {agency_id}:
        return None
    desk = desk_of(actor.official_id, on)
    return desk if desk is not None and desk.agency_id != agency_id else None


def intake_of(dossier: Dossier) -> Intake | None:
    """Give where a dossier was taken in for another agency; None where it was its own office."""
    return Intake.objects.filter(dossier=dossier).select_related("agency", "unit").first()


def taken_in(powers: Iterable[Power]) -> Q | None:
    """Keep what the offices of some powers took in for other agencies; None where they never did.

    Only who has ever done so pays for looking.
    """
    wanted = {power for power in powers if _takes_in(power.agency_id)}
    if not wanted:
        return None
    at_office = Q()
    for power in wanted:
        at_office |= Q(agency_id=power.agency_id, unit__path__startswith=power.unit_path)
    return Q(Exists(Intake.objects.filter(at_office, dossier=OuterRef("pk"))))


@remembered(30)
def _takes_in(agency_id: int) -> bool:
    """Say whether an agency's offices ever took in for others, as of half a minute ago."""
    return Intake.objects.filter(agency_id=agency_id).exists()
