"""What one agency offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.kernel.errors import NotFound
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Offering
from motcua.procedures.queries.offerings import OfferingCard, offering

if TYPE_CHECKING:
    from datetime import date


def offerings_at(agency_id: int, day: date) -> list[OfferingCard]:
    """Give the procedures an agency takes on a day, by code; those without rules today left out."""
    ids = (
        Offering.objects.filter(Q(opened_to=None) | Q(opened_to__gt=day), opened_from__lte=day)
        .filter(agency=agency_id)
        .order_by("procedure__code")
        .values_list("pk", flat=True)
    )
    cards = []
    for number in ids:
        try:
            cards.append(offering(number))
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
    return cards


def offering_at(agency_id: int, number: int) -> OfferingCard:
    """Give an offering of an agency. Raises `NotFound`."""
    if not Offering.objects.filter(agency=agency_id, pk=number).exists():
        raise NotFound
    return offering(number)
