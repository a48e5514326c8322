"""What the pages of a draft show."""

from motcua.portal.drafts.queries.enterprises import filled_in, looked_up
from motcua.portal.drafts.queries.last_look import LastLook, last_look_of
from motcua.portal.drafts.queries.paper_sheet import PaperSheet, missing_on, paper_sheet_of
from motcua.portal.drafts.queries.route import CHECK, PAPERS, Route, route_of
from motcua.portal.drafts.queries.sheets import (
    ASKED,
    Sheet,
    file_field,
    newly_asked,
    origins_of,
    sheet_of,
    with_refusals,
    wrong_on,
)
from motcua.portal.drafts.queries.start import Start, start_of

__all__ = [
    "ASKED",
    "CHECK",
    "PAPERS",
    "LastLook",
    "PaperSheet",
    "Route",
    "Sheet",
    "Start",
    "file_field",
    "filled_in",
    "last_look_of",
    "looked_up",
    "missing_on",
    "newly_asked",
    "origins_of",
    "paper_sheet_of",
    "route_of",
    "sheet_of",
    "start_of",
    "with_refusals",
    "wrong_on",
]
