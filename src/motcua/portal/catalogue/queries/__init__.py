"""What the pages about procedures show."""

from motcua.portal.catalogue.queries.blank import blank_form_pdf
from motcua.portal.catalogue.queries.finding import Hit, Results, results_for
from motcua.portal.catalogue.queries.offices import Choice, choice_of
from motcua.portal.catalogue.queries.sheets import Sheet, sheet_of

__all__ = [
    "Choice",
    "Hit",
    "Results",
    "Sheet",
    "blank_form_pdf",
    "choice_of",
    "results_for",
    "sheet_of",
]
