"""Writes of the agencies room."""

from motcua.agencies.actions.calendar import (
    remove_calendar_day,
    seed_calendar,
    set_calendar_day,
    set_working_hours,
)
from motcua.agencies.actions.officials import (
    appoint_official,
    depart_official,
    end_posting,
    grant_access,
    post_official,
    revoke_grant,
    transfer_official,
)
from motcua.agencies.actions.places import load_places
from motcua.agencies.actions.structure import (
    amend_agency,
    close_unit,
    open_unit,
    register_agency,
)

__all__ = [
    "amend_agency",
    "appoint_official",
    "close_unit",
    "depart_official",
    "end_posting",
    "grant_access",
    "load_places",
    "open_unit",
    "post_official",
    "register_agency",
    "remove_calendar_day",
    "revoke_grant",
    "seed_calendar",
    "set_calendar_day",
    "set_working_hours",
    "transfer_official",
]
