"""What one agency offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from motcua.kernel.errors import NotFound
from motcua.kernel.text import collation_key
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Offering, ProcedureVersion
from motcua.procedures.queries.browsing import names_of
from motcua.procedures.queries.offerings import OfferingCard, offering

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def offered_versions(day: date) -> list[tuple[str, str, int, int]]:
    """Give what agencies take on a day: procedure, agency, the agency's id, the version in force.

    What has no rules that day is left out.
    """
    held = (
        ProcedureVersion.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day),
            procedure=OuterRef("procedure"),
            status=VersionStatus.PUBLISHED,
            valid_from__lte=day,
        )
        .order_by("-valid_from", "-number")
        .values("pk")[:1]
    )
    rows = Offering.objects.filter(Q(opened_to=None) | Q(opened_to__gt=day), opened_from__lte=day)
    named = rows.annotate(version=Subquery(held)).exclude(version=None).order_by("pk")
    return list(named.values_list("procedure__code", "agency__code", "agency_id", "version"))


def offering_at(agency_id: int, number: int) -> OfferingCard:
    """Give an offering of an agency. Raises `NotFound`."""
    if not Offering.objects.filter(agency=agency_id, pk=number).exists():
        raise NotFound
    return offering(number)


def taken_at(unit_id: int, channel: str, day: date) -> list[tuple[int, Mapping[str, str]]]:
    """Give the offerings that a unit receives by a channel on a day: id and name, by name."""
    rows = Offering.objects.filter(
        Q(opened_to=None) | Q(opened_to__gt=day),
        opened_from__lte=day,
        units__receptionist=unit_id,
        channels__contains=[channel],
    ).values_list("pk", "procedure__code")
    codes = dict(rows)
    names = names_of(tuple(set(codes.values())), day)
    found = [(number, names[code]) for number, code in codes.items() if code in names]
    return sorted(found, key=lambda row: collation_key(row[1]["vi"]))
