"""Offerings: which agency takes which procedure, with which units, fees and level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from motcua.agencies.queries import unit_paths
from motcua.kernel import clock
from motcua.kernel.caching import remembered
from motcua.procedures.base.fees import FeeOverride
from motcua.procedures.base.levels import Means, level_of
from motcua.procedures.errors import OfferingClosed, RoleWithoutUnit
from motcua.procedures.models import Offering
from motcua.procedures.queries.rules import pack_of, version_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.levels import Level


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit by its id and its path from the top."""

    id: int
    path: str


@dataclass(frozen=True, slots=True)
class OfferingCard:
    """What filing needs to know of an offering; `version_id` is the version of today."""

    id: int
    procedure_code: str
    version_id: int
    agency_id: int
    agency_code: str
    agency_name: str
    agency_name_en: str
    place_code: str
    opened_from: date
    opened_to: date | None
    units: Mapping[str, UnitRef]
    channels: frozenset[str]
    fee_overrides: tuple[FeeOverride, ...]

    @property
    def receiving(self) -> UnitRef:
        """The unit that receives dossiers. Raises `RoleWithoutUnit`."""
        return self.unit_of("receptionist")

    def name_in(self, language: str) -> str:
        """Give the agency's name in a language."""
        return self.agency_name_en if language == "en" else self.agency_name

    def unit_of(self, role: str, answer: str = "") -> UnitRef:
        """Give the unit that plays a role of the process, for an answer where one is named for it.

        Such a unit stands under `role:answer`. Raises `RoleWithoutUnit`.
        """
        unit = self.units.get(f"{role}:{answer}") or self.units.get(role)
        if unit is None:
            raise RoleWithoutUnit(role=role)
        return unit

    def is_open(self, day: date) -> bool:
        """Say whether the agency takes the procedure on a day."""
        return self.opened_from <= day and (self.opened_to is None or day < self.opened_to)


@remembered(30)
def offering(offering_id: int) -> OfferingCard:
    """Give an offering as of at most half a minute ago. Raises `OfferingClosed`."""
    row = (
        Offering.objects.select_related("agency__place", "procedure").filter(pk=offering_id).first()
    )
    if row is None:
        raise OfferingClosed
    return _card(row, unit_paths(_units_of([row])))


def fee_overrides_of(offering_id: int) -> tuple[FeeOverride, ...]:
    """Give the amounts the province set for an offering, whatever became of it since."""
    rows = Offering.objects.filter(pk=offering_id).values_list("fee_overrides", flat=True)
    return tuple(FeeOverride.model_validate(item) for item in rows.first() or ())


@remembered(30)
def offerings_of(procedure_code: str, day: date) -> list[OfferingCard]:
    """Give the agencies that take a procedure on a day, by name; half a minute old at most."""
    rows = list(
        Offering.objects.select_related("agency__place", "procedure")
        .filter(
            Q(opened_to=None) | Q(opened_to__gt=day),
            procedure__code=procedure_code,
            opened_from__lte=day,
        )
        .order_by("agency__name")
    )
    paths = unit_paths(_units_of(rows))
    return [_card(row, paths) for row in rows]


def level_of_offering(card: OfferingCard, day: date) -> Level:
    """Compute the level an offering really has on a day, with its grounds."""
    return level_of(pack_of(card.version_id), means_of(card.channels, card.fee_overrides), day)


def means_of(channels: Iterable[str], overrides: Sequence[FeeOverride]) -> Means:
    """Say what this node has for an offering: ways of filing, a payment gateway, signing.

    Every agency of a node signs its results (`signatures`); paying online needs a gateway.
    """
    return Means(
        channels=frozenset(channels),
        pays_online=bool(settings.BANK_URL),
        signs_results=True,
        overrides=tuple(overrides),
    )


def _units_of(rows: Iterable[Offering]) -> tuple[int, ...]:
    return tuple(sorted({unit for row in rows for unit in row.units.values()}))


def _card(row: Offering, paths: Mapping[int, str]) -> OfferingCard:
    return OfferingCard(
        id=row.pk,
        procedure_code=row.procedure.code,
        version_id=version_on(row.procedure.code, clock.civil_date(clock.now())),
        agency_id=row.agency_id,
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        agency_name_en=row.agency.name_in("en"),
        place_code=row.agency.place.code if row.agency.place else "",
        opened_from=row.opened_from,
        opened_to=row.opened_to,
        units={role: UnitRef(unit, paths[unit]) for role, unit in row.units.items()},
        channels=frozenset(row.channels),
        fee_overrides=tuple(FeeOverride.model_validate(item) for item in row.fee_overrides),
    )
