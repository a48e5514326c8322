"""Tables of the one door."""

from motcua.dossiers.models.dossiers import Dossier, DossierNumbering, Paper
from motcua.dossiers.models.drafts import Draft, Upload
from motcua.dossiers.models.history import Note, Pause, StepRun, Supplement, Transition
from motcua.dossiers.models.outcomes import (
    Rating,
    RegistryNumbering,
    Result,
    Slip,
    SlipNumbering,
)

__all__ = [
    "Dossier",
    "DossierNumbering",
    "Draft",
    "Note",
    "Paper",
    "Pause",
    "Rating",
    "RegistryNumbering",
    "Result",
    "Slip",
    "SlipNumbering",
    "StepRun",
    "Supplement",
    "Transition",
    "Upload",
]
