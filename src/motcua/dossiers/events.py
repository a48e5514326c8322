"""What happened at the one door, for the rooms above and for our own handlers.

Payloads hold ids only; the names are what the outbox stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DossierEvent(Event):
    """Something happened to one dossier."""

    dossier_id: int


@dataclass(frozen=True, slots=True)
class DossierSubmitted(DossierEvent):
    """A dossier was filed; written by `submit_v6` inside the database."""

    name: ClassVar[str] = "dossiers.submitted"


@dataclass(frozen=True, slots=True)
class DossierMoved(DossierEvent):
    """A dossier moved; `action` is the move, `transition_id` its row."""

    name: ClassVar[str] = "dossiers.moved"
    action: str
    transition_id: int


@dataclass(frozen=True, slots=True)
class ResultApproved(DossierEvent):
    """The approver agreed to the result; it is to be signed."""

    name: ClassVar[str] = "dossiers.result_approved"


@dataclass(frozen=True, slots=True)
class PartApproved(DossierEvent):
    """A leader agreed to one of several results; it is to be signed."""

    name: ClassVar[str] = "dossiers.part_approved"
    part_id: int


@dataclass(frozen=True, slots=True)
class DocumentApproved(DossierEvent):
    """A leader agreed to a document; it is to be signed."""

    name: ClassVar[str] = "dossiers.document_approved"
    document_id: int


@dataclass(frozen=True, slots=True)
class FeePaid(DossierEvent):
    """What was due for this dossier has been paid."""

    name: ClassVar[str] = "dossiers.fee_paid"
