"""What a dossier holds for its filer: papers, slips, pauses, the result and the rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from motcua.dossiers.enums import DocumentUse, PauseKind, SlipForm, State
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Document, Paper, Pause, Result, Slip, StepDocument
from motcua.dossiers.queries.correcting import replaced_result
from motcua.dossiers.queries.processes import makes_documents, rules_of
from motcua.dossiers.queries.signatures import (
    FOUND_IN_FILE,
    Signed,
    answers_changed_at,
    signed_from,
)
from motcua.dossiers.queries.wording import paper_name, papers_of, step_name
from motcua.dossiers.workflow import TABLE
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier
    from motcua.kernel.models import StoredFile


INTERNAL = frozenset({SlipForm.CONTROL})
"""Forms that go with the dossier and are not given to its applicant."""


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper of the dossier: which one it is, its file, what the signatures in it are worth."""

    public_id: UUID
    code: str
    name: str
    file: StoredFile
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class HeldSlip:
    """A statutory slip that was issued."""

    public_id: UUID
    name: str
    issued_at: datetime
    form: str


@dataclass(frozen=True, slots=True)
class HeldPause:
    """A stretch that does not count, and why; `ended_at` is None while it lasts."""

    reason: str
    started_at: datetime
    ended_at: datetime | None


def papers_in(dossier: Dossier, language: str) -> tuple[HeldPaper, ...]:
    """Give the papers in force, replaced ones left out."""
    known = papers_of(dossier)
    rows = _papers(dossier=dossier.pk)
    forms = rules_of(dossier).signed_forms
    changed_at = answers_changed_at(dossier) if forms else None
    return tuple(
        HeldPaper(
            row.public_id,
            row.code,
            paper_name(row.code, known, language),
            row.file,
            _signed(row, changed_at if row.code in forms else None),
        )
        for row in rows
    )


@composed
def _papers(dossier: Any) -> QuerySet[Paper]:
    held = Paper.objects.filter(dossier=dossier, replaced_at=None).select_related("file__blob")
    return held.annotate(found=FOUND_IN_FILE)


def _signed(row: Any, changed_at: datetime | None) -> Signed | None:
    if not row.found:
        return None
    signed = signed_from(row.found)
    return signed.for_earlier() if changed_at and row.added_at < changed_at else signed


def documents_in(dossier: Dossier, language: str) -> tuple[HeldPaper, ...]:
    """Give what officials made at the steps, each named by its step; not for the applicant."""
    if not makes_documents(dossier):
        return ()
    rows = StepDocument.objects.filter(run__dossier=dossier).select_related("run", "file__blob")
    return tuple(
        HeldPaper(
            row.public_id,
            row.run.code,
            _("Văn bản của bước: %(step)s") % {"step": step_name(dossier, row.run.code, language)},
            row.file,
        )
        for row in rows
    )


def file_for_officials(dossier: Dossier, public_id: UUID) -> StoredFile:
    """Give the file of a paper, or of a document made at a step. Raises `DossierNotFound`."""
    made = StepDocument.objects.filter(run__dossier=dossier, public_id=public_id)
    row = made.select_related("file__blob").first()
    return row.file if row is not None else paper_file(dossier, public_id)


def paper_file(dossier: Dossier, public_id: UUID) -> StoredFile:
    """Give the file of one paper of a dossier. Raises `DossierNotFound`."""
    rows = Paper.objects.filter(dossier=dossier, public_id=public_id)
    row = rows.select_related("file__blob").first()
    if row is None:
        raise DossierNotFound
    return row.file


def slips_in(dossier: Dossier) -> tuple[HeldSlip, ...]:
    """Give the slips issued to the applicant, in order, by the titles they had then."""
    return tuple(
        HeldSlip(row.public_id, str(SlipForm(row.form).label), row.issued_at, row.form)
        for row in _slips(dossier=dossier.pk)
    )


@composed
def _slips(dossier: Any) -> QuerySet[Slip]:
    slips = Slip.objects.filter(dossier=dossier).exclude(form__in=INTERNAL)
    return slips.only("public_id", "form", "issued_at")


def pauses_in(dossier: Dossier) -> tuple[HeldPause, ...]:
    """Give the stretches in which the clock stood still."""
    return tuple(
        HeldPause(row.reason or str(PauseKind(row.kind).label), row.started_at, row.ended_at)
        for row in Pause.objects.filter(dossier=dossier)
    )


def result_file(dossier: Dossier, kind: Literal["pdf", "json"]) -> StoredFile:
    """Give the signed result, as a paper or as data, once it was returned.

    Raises `DossierNotFound` before.
    """
    row = (
        Result.objects.filter(dossier=dossier)
        .select_related("pdf__blob", "signed_data__blob")
        .first()
    )
    file = {"pdf": row.pdf, "json": row.signed_data}[kind] if row else None
    if dossier.state != State.RETURNED or file is None:
        raise DossierNotFound
    return file


def may_withdraw(dossier: Dossier) -> bool:
    """Say whether the filer may still take the dossier back; not once its result is approved."""
    moves = TABLE.allowed(State(dossier.state))
    approved = Result.objects.filter(dossier=dossier, approved_at__isnull=False)
    return any(move.action == "withdraw" for move in moves) and not approved.exists()


def number_issued(verification_id: str) -> str:
    """Give the registry number of the result that a QR code names; empty before it is returned."""
    rows = Result.objects.filter(verification_id=verification_id, dossier__state=State.RETURNED)
    number = rows.exclude(verification_id="").values_list("number", flat=True).first()
    if number:
        return str(number)
    issued = replaced_result(verification_id) or _letter(verification_id)
    return issued.number if issued else ""


def signed_paper(verification_id: str) -> StoredFile | None:
    """Give the signed result that a QR code names; None where no returned dossier has it."""
    row = (
        Result.objects.filter(verification_id=verification_id, dossier__state=State.RETURNED)
        .exclude(verification_id="")
        .select_related("pdf__blob")
        .first()
    )
    if row is not None:
        return row.pdf
    old = replaced_result(verification_id)
    if old is not None:
        return old.pdf
    letter = _letter(verification_id)
    return letter.pdf if letter else None


def _letter(verification_id: str) -> Document | None:
    """Give the signed document that a QR code names, where it went out to its applicant."""
    rows = Document.objects.filter(use=DocumentUse.LETTER, verification_id=verification_id)
    return rows.exclude(verification_id="").select_related("pdf__blob").first()
