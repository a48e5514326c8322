"""What the pages of a dossier show."""

from motcua.portal.dossiers.queries.changes import Changes, changes_of
from motcua.portal.dossiers.queries.pages import DossierPage, Filed, dossier_page, filed_page
from motcua.portal.dossiers.queries.reopened import Reopened, reopened_for
from motcua.portal.dossiers.queries.tracked import TrackedPage, tracked_page

__all__ = [
    "Changes",
    "DossierPage",
    "Filed",
    "Reopened",
    "TrackedPage",
    "changes_of",
    "dossier_page",
    "filed_page",
    "reopened_for",
    "tracked_page",
]
