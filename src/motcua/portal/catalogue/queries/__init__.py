"""What the pages about procedures show."""

from motcua.portal.catalogue.queries.blank import blank_form_pdf
from motcua.portal.catalogue.queries.finding import Hit, Results, results_for, suggestions_for
from motcua.portal.catalogue.queries.life_events import life_event_page
from motcua.portal.catalogue.queries.nearness import near_of
from motcua.portal.catalogue.queries.offices import Choice, choice_of
from motcua.portal.catalogue.queries.sheets import Sheet, process_drawing, sheet_of

__all__ = [
    "Choice",
    "Hit",
    "Results",
    "Sheet",
    "blank_form_pdf",
    "choice_of",
    "life_event_page",
    "near_of",
    "process_drawing",
    "results_for",
    "sheet_of",
    "suggestions_for",
]
