"""Reads of the catalogue."""

from motcua.procedures.queries.exporting import Standing, Whole, in_force, standing, whole
from motcua.procedures.queries.offerings import (
    OfferingCard,
    UnitRef,
    level_of_offering,
    means_of,
    offering,
    offerings_of,
)
from motcua.procedures.queries.rules import pack_of, rules, version_on
from motcua.procedures.queries.search import (
    Found,
    find_codes,
    find_procedures,
    procedures_by_life_event,
)

__all__ = [
    "Found",
    "OfferingCard",
    "Standing",
    "UnitRef",
    "Whole",
    "find_codes",
    "find_procedures",
    "in_force",
    "level_of_offering",
    "means_of",
    "offering",
    "offerings_of",
    "pack_of",
    "procedures_by_life_event",
    "rules",
    "standing",
    "version_on",
    "whole",
]
