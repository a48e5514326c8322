"""One's dossiers, what they hold, what one may do, and tracking by a code."""

from motcua.portal.dossiers.views.acting import pay, rating, withdraw
from motcua.portal.dossiers.views.completing import (
    supplement,
    supplement_check,
    supplement_file,
    supplement_files,
)
from motcua.portal.dossiers.views.reading import (
    answers,
    dossier,
    filed,
    mine,
    paper,
    pictures,
    receipt,
    result,
    slip,
)
from motcua.portal.dossiers.views.tracking import track, track_code

__all__ = [
    "answers",
    "dossier",
    "filed",
    "mine",
    "paper",
    "pay",
    "pictures",
    "rating",
    "receipt",
    "result",
    "slip",
    "supplement",
    "supplement_check",
    "supplement_file",
    "supplement_files",
    "track",
    "track_code",
    "withdraw",
]
