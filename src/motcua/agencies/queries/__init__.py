"""Reads of the agencies room."""

from motcua.agencies.queries.calendars import working_calendar
from motcua.agencies.queries.places import PlacesOfToday, communes, place_name, provinces
from motcua.agencies.queries.powers import (
    administrators_of,
    agency_name,
    covers,
    official_name,
    powers_by_id,
    powers_of,
    unit_paths,
)

__all__ = [
    "PlacesOfToday",
    "administrators_of",
    "agency_name",
    "communes",
    "covers",
    "official_name",
    "place_name",
    "powers_by_id",
    "powers_of",
    "provinces",
    "unit_paths",
    "working_calendar",
]
