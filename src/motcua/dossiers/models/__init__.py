"""Tables of the one door."""

from motcua.dossiers.models.agreeing import Proposal, TwoPersonRule
from motcua.dossiers.models.documents import Document, DocumentVersion
from motcua.dossiers.models.dossiers import Dossier, DossierNumbering, Paper
from motcua.dossiers.models.drafts import Draft, PartialUpload, Upload
from motcua.dossiers.models.errands import Errand
from motcua.dossiers.models.handing_out import HandOut
from motcua.dossiers.models.hands import Passing
from motcua.dossiers.models.helping import Helping
from motcua.dossiers.models.history import Note, Pause, StepRun, Supplement, Transition
from motcua.dossiers.models.intakes import Intake
from motcua.dossiers.models.keeping import FirstDayTick, PaperMark, Phrase, SavedView
from motcua.dossiers.models.making import StepDocument
from motcua.dossiers.models.mentions import Mention
from motcua.dossiers.models.opinions import OutsideOpinion
from motcua.dossiers.models.outages import (
    Outage,
    ProvisionalBlock,
    ProvisionalCorrection,
    ProvisionalEntry,
    ProvisionalHandout,
    ProvisionalNumbering,
)
from motcua.dossiers.models.outcomes import (
    RegistryNumbering,
    Result,
    Slip,
    SlipNumbering,
)
from motcua.dossiers.models.outside import OutsideNumber
from motcua.dossiers.models.papers_by_post import PostedPapers
from motcua.dossiers.models.parts import ResultPart
from motcua.dossiers.models.presence import Presence
from motcua.dossiers.models.promises import LateHandOver, Reappointment
from motcua.dossiers.models.provenance import AnswerOrigin
from motcua.dossiers.models.replacing import ReplacedResult
from motcua.dossiers.models.signing import FileVerdict, SigningCode
from motcua.dossiers.models.sweeps import GistTurn, Reminded, SweepTurn
from motcua.dossiers.models.taking_over import TakingOver

__all__ = [
    "AnswerOrigin",
    "Document",
    "DocumentVersion",
    "Dossier",
    "DossierNumbering",
    "Draft",
    "Errand",
    "FileVerdict",
    "FirstDayTick",
    "GistTurn",
    "HandOut",
    "Helping",
    "Intake",
    "LateHandOver",
    "Mention",
    "Note",
    "Outage",
    "OutsideNumber",
    "OutsideOpinion",
    "Paper",
    "PaperMark",
    "PartialUpload",
    "Passing",
    "Pause",
    "Phrase",
    "PostedPapers",
    "Presence",
    "Proposal",
    "ProvisionalBlock",
    "ProvisionalCorrection",
    "ProvisionalEntry",
    "ProvisionalHandout",
    "ProvisionalNumbering",
    "Reappointment",
    "RegistryNumbering",
    "Reminded",
    "ReplacedResult",
    "Result",
    "ResultPart",
    "SavedView",
    "SigningCode",
    "Slip",
    "SlipNumbering",
    "StepDocument",
    "StepRun",
    "Supplement",
    "SweepTurn",
    "TakingOver",
    "Transition",
    "TwoPersonRule",
    "Upload",
]
