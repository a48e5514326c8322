"""Reads of the agencies room."""

from motcua.agencies.queries.calendars import working_calendar
from motcua.agencies.queries.letterheads import (
    Letterhead,
    agency_name,
    letterhead,
    official_name,
    unit_name,
)
from motcua.agencies.queries.places import PlacesOfToday, communes, place_name, provinces
from motcua.agencies.queries.powers import (
    administrators_of,
    covers,
    postings_at,
    powers_by_id,
    powers_of,
    unit_paths,
)

__all__ = [
    "Letterhead",
    "PlacesOfToday",
    "administrators_of",
    "agency_name",
    "communes",
    "covers",
    "letterhead",
    "official_name",
    "place_name",
    "postings_at",
    "powers_by_id",
    "powers_of",
    "provinces",
    "unit_name",
    "unit_paths",
    "working_calendar",
]
