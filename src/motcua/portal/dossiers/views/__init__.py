"""One's dossiers, what they hold, what one may do, and tracking by a code."""

from motcua.portal.dossiers.views.acting import pay, withdraw
from motcua.portal.dossiers.views.completing import (
    supplement,
    supplement_check,
    supplement_file,
    supplement_files,
    supplement_part,
    supplement_parts,
)
from motcua.portal.dossiers.views.reading import (
    answers,
    dossier,
    filed,
    letter,
    mine,
    old_result,
    paper,
    part,
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
    "letter",
    "mine",
    "old_result",
    "paper",
    "part",
    "pay",
    "pictures",
    "receipt",
    "result",
    "slip",
    "supplement",
    "supplement_check",
    "supplement_file",
    "supplement_files",
    "supplement_part",
    "supplement_parts",
    "track",
    "track_code",
    "withdraw",
]
