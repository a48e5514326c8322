"""Reads of the catalogue."""

from motcua.procedures.queries.browsing import (
    Card,
    Listed,
    Narrowing,
    Near,
    Taker,
    browse,
    cards_of,
    names_of,
    nearest,
    takers_on,
)
from motcua.procedures.queries.exporting import Standing, Whole, in_force, standing, whole
from motcua.procedures.queries.life_events import (
    EventCard,
    codes_by_life_event,
    groups_on,
    life_events_on,
)
from motcua.procedures.queries.offerings import (
    OfferingCard,
    UnitRef,
    fee_overrides_of,
    level_of_offering,
    means_of,
    offering,
    offerings_of,
)
from motcua.procedures.queries.rules import hold_alone, hold_published, pack_of, rules, version_on
from motcua.procedures.queries.search import (
    Found,
    find_codes,
    find_procedures,
    likely_words,
)

__all__ = [
    "Card",
    "EventCard",
    "Found",
    "Listed",
    "Narrowing",
    "Near",
    "OfferingCard",
    "Standing",
    "Taker",
    "UnitRef",
    "Whole",
    "browse",
    "cards_of",
    "codes_by_life_event",
    "fee_overrides_of",
    "find_codes",
    "find_procedures",
    "groups_on",
    "hold_alone",
    "hold_published",
    "in_force",
    "level_of_offering",
    "life_events_on",
    "likely_words",
    "means_of",
    "names_of",
    "nearest",
    "offering",
    "offerings_of",
    "pack_of",
    "rules",
    "standing",
    "takers_on",
    "version_on",
    "whole",
]
