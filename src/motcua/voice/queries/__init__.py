"""Reads of the room: satisfaction, feedback, publications, help."""

from motcua.voice.queries.satisfaction import (
    AgencyIndices,
    Satisfaction,
    agency_indices,
    comments_of,
    satisfaction,
    satisfaction_of_month,
)

__all__ = [
    "AgencyIndices",
    "Satisfaction",
    "agency_indices",
    "comments_of",
    "satisfaction",
    "satisfaction_of_month",
]
