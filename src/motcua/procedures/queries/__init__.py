"""Reads of the catalogue."""

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
    "UnitRef",
    "find_codes",
    "find_procedures",
    "level_of_offering",
    "means_of",
    "offering",
    "offerings_of",
    "pack_of",
    "procedures_by_life_event",
    "rules",
    "version_on",
]
