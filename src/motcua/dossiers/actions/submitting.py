"""Filing a dossier: validated here, written by one SQL statement."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from psycopg.types.json import Jsonb

from motcua.dossiers.errors import (
    AnswersInvalid,
    DossierNotFound,
    DraftGone,
    NotListed,
    OfferingClosed,
    PapersMissing,
    SubmissionChanged,
)
from motcua.dossiers.models import Dossier, Draft
from motcua.identity import queries as people
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import blind_index, seal
from motcua.kernel.text import search_document
from motcua.procedures import queries as catalogue

if TYPE_CHECKING:
    from motcua.kernel.actors import Actor

_PARAMETERS = 34
_SUBMIT = f"SELECT * FROM dossiers_submit_v1({', '.join(['%s'] * _PARAMETERS)})"


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody files: answers by question, and (paper code, upload's public id) pairs."""

    offering_id: int
    variant: str
    channel: str
    language: str
    answers: Mapping[str, Any]
    papers: Sequence[tuple[str, uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Submitted:
    """The outcome of filing; `is_new` is False when the same key had been used before."""

    dossier_id: int
    public_id: uuid.UUID
    code: str
    is_new: bool
