"""Tables of the one door."""

from motcua.dossiers.models.dossiers import Dossier, DossierNumbering, Paper
from motcua.dossiers.models.drafts import Draft, Upload
from motcua.dossiers.models.history import Note, Pause, StepRun, Supplement, Transition
from motcua.dossiers.models.making import StepDocument
from motcua.dossiers.models.outcomes import (
    Rating,
    RegistryNumbering,
    Result,
    Slip,
    SlipNumbering,
)
from motcua.dossiers.models.provenance import AnswerOrigin
from motcua.dossiers.models.signing import FileVerdict, SigningCode

__all__ = [
    "AnswerOrigin",
    "Dossier",
    "DossierNumbering",
    "Draft",
    "FileVerdict",
    "Note",
    "Paper",
    "Pause",
    "Rating",
    "RegistryNumbering",
    "Result",
    "SigningCode",
    "Slip",
    "SlipNumbering",
    "StepDocument",
    "StepRun",
    "Supplement",
    "Transition",
    "Upload",
]
