"""Documents upon a dossier: begun from a template, written on, settled for signing, dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.actions import keep_docx
from motcua.documents.base.fields import names_of_signing
from motcua.documents.base.files import compare_paper, fill, look
from motcua.documents.base.placeholders import open_places
from motcua.documents.queries import template_content, template_of
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.numbering import next_document_number
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.errors import (
    DocumentDiffers,
    DocumentLacks,
    DocumentNotFound,
    DocumentSettled,
    DossierNotFound,
    FieldsOpen,
    PartNotPdf,
    ResultNotDrafted,
)
from motcua.dossiers.models import Document, DocumentVersion, Result, StepDocument
from motcua.dossiers.queries.document_values import document_values, field_labels
from motcua.dossiers.queries.documents import (
    blocks_of,
    document_pictures,
    may_write,
    numbered_docx,
)
from motcua.dossiers.queries.handling import own_runs, result_of, roles_over
from motcua.dossiers.queries.processes import open_runs, process_rules, rules_of
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import content_of, keep_own
from motcua.kernel.kinds import DOCX
from motcua.procedures.enums import Product
from motcua.ui.paper import PaperFailed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

_PDF = "application/pdf"
_MOST_TOLD = 40
"""Places of a document that are told at once."""


@dataclass(frozen=True, slots=True)
class Settling:
    """How a document is settled: with which version, for what, and its PDF made elsewhere."""

    version_id: UUID
    use: DocumentUse
    paper: UploadedFile[bytes] | None = None


@transaction.atomic
def begin_document(*, actor: Actor, dossier_id: int, template: str, now: datetime) -> Document:
    """Begin a document from a template, its fields filled in as version 1.

    Raises `DossierNotFound`, `NotAllowed`, `TemplateNotFound`, `DocumentRefused`, `Unavailable`.
    """
    dossier = _writing(actor, dossier_id)
    official, today = official_of(actor), civil_date(now)
    chosen = template_of(dossier.agency_id, template, today, procedure_code=dossier.procedure_code)
    values = document_values(dossier, result_of(dossier), official_id=official, now=now)
    content = fill(
        template_content(chosen),
        values,
        leaving=names_of_signing(),
        blanks=field_labels(rules_of(dossier)),
    )
    document = Document.objects.create(
        dossier=dossier,
        template_code=chosen.code,
        template=chosen.own,
        kind=chosen.kind,
        title=chosen.title,
        begun_by_id=official,
        begun_at=now,
    )
    name = f"{dossier.code}-{chosen.code}-1.docx"
    file = keep_own(content, name=name, media_type=DOCX.media_type, now=now)
    _add(document, file, official_id=official, now=now, based_on=None, note="")
    _told(document, "begin_document", actor=actor, now=now)
    return document


@transaction.atomic
def add_version(  # noqa: PLR0913 - the shape of an action
    *,
    actor: Actor,
    dossier_id: int,
    document_id: UUID,
    file: UploadedFile[bytes],
    based_on: int,
    note: str,
    now: datetime,
) -> DocumentVersion:
    """Keep what an official wrote as the next version, and upon which one he wrote.

    Upon an older one than the newest nothing is lost: both stay, and `is_beside` says so. Raises
    `DossierNotFound`, `NotAllowed`, `DocumentNotFound`, `DocumentSettled`, and what `keep_docx`
    raises.
    """
    dossier = _writing(actor, dossier_id)
    document = _unsettled(dossier, document_id)
    kept, _fields = keep_docx(file, name=file.name or "", now=now)
    newest = document.versions.count()
    version = _add(
        document,
        kept,
        official_id=official_of(actor),
        now=now,
        based_on=min(max(based_on, 1), newest),
        note=note.strip()[:300],
    )
    _told(document, "add_version", actor=actor, now=now, version=version.ordinal)
    return version


@transaction.atomic
def settle_document(
    *, actor: Actor, dossier_id: int, document_id: UUID, settling: Settling, now: datetime
) -> Document:
    """Settle a document with a version: it can be set on paper, and waits to be signed.

    A PDF made elsewhere must say what the version says. What a step has to leave behind is there
    with it. Raises `DossierNotFound`, `NotAllowed`, `DocumentNotFound`, `DocumentSettled`,
    `FieldsOpen`, `DocumentLacks`, `DocumentDiffers`, `PartNotPdf`, `ResultNotDrafted`.
    """
    dossier = _writing(actor, dossier_id)
    document = _unsettled(dossier, document_id)
    version = (
        document.versions.select_related("file__blob").filter(public_id=settling.version_id).first()
    )
    if version is None:
        raise DocumentNotFound
    result = Result.objects.select_for_update().filter(dossier=dossier).first()
    if settling.use == DocumentUse.RESULT and (result is None or result.approved_at is not None):
        raise ResultNotDrafted
    content = content_of(version.file)
    _refuse_open_places(content)
    document.paper = _paper_of(document, content, settling.paper, now)
    if document.paper is None:
        blocks_of(numbered_docx(document, content))
    document.settled, document.use = version, settling.use
    document.settled_by_id, document.settled_at = official_of(actor), now
    _refuse_undrawable(document, now)
    document.save(update_fields=["paper", "settled", "use", "settled_by", "settled_at"])
    if settling.use == DocumentUse.RESULT and result is not None:
        result.document = document
        result.save(update_fields=["document"])
    _leave_at_step(actor, dossier, version, now)
    _told(document, "settle_document", actor=actor, now=now, version=version.ordinal)
    return document


@transaction.atomic
def reopen_document(*, actor: Actor, dossier_id: int, document_id: UUID, now: datetime) -> Document:
    """Open a settled document for writing again, before anybody signs it.

    Raises `DossierNotFound`, `NotAllowed`, `DocumentNotFound`, `DocumentSettled` once approved.
    """
    dossier = _writing(actor, dossier_id)
    document = _held(dossier, document_id)
    result = Result.objects.filter(document=document).first()
    if document.approved_at is not None or (result is not None and result.approved_at is not None):
        raise DocumentSettled
    Result.objects.filter(document=document).update(document=None)
    document.settled = document.settled_by = document.settled_at = document.paper = None
    document.save(update_fields=["settled", "settled_by", "settled_at", "paper"])
    _told(document, "reopen_document", actor=actor, now=now)
    return document


@transaction.atomic
def take_document_number(
    *, actor: Actor, dossier_id: int, document_id: UUID, now: datetime
) -> Document:
    """Take the number of a document before it is signed, for a PDF that is made elsewhere.

    A second call changes nothing. Raises `DossierNotFound`, `NotAllowed`, `DocumentNotFound`,
    `DocumentSettled`.
    """
    document = _unsettled(_writing(actor, dossier_id), document_id)
    if not document.number:
        number_document(document, now)
        _told(document, "take_document_number", actor=actor, now=now)
    return document


@transaction.atomic
def drop_document(*, actor: Actor, dossier_id: int, document_id: UUID, now: datetime) -> None:
    """Drop a document that nobody approved; its versions stay in the record.

    Raises `DossierNotFound`, `NotAllowed`, `DocumentNotFound`, `DocumentSettled`.
    """
    document = _unsettled(_writing(actor, dossier_id), document_id)
    document.dropped_at, document.dropped_by_id = now, official_of(actor)
    document.save(update_fields=["dropped_at", "dropped_by"])
    _told(document, "drop_document", actor=actor, now=now)


def number_document(document: Document, now: datetime) -> None:
    """Take the agency's next number of the document's kind and write it down with the day."""
    document.number = next_document_number(document.dossier, document.kind, now)
    document.issued_on = civil_date(now)
    document.save(update_fields=["number", "issued_on"])


def _writing(actor: Actor, dossier_id: int) -> Dossier:
    """Lock a dossier upon which an official writes documents."""
    dossier = lock(dossier_id)
    if not roles_over(actor, dossier):
        raise DossierNotFound
    if not may_write(actor, dossier):
        raise NotAllowed
    return dossier


def _held(dossier: Dossier, public_id: UUID) -> Document:
    rows = Document.objects.select_for_update().filter(dossier=dossier, public_id=public_id)
    document = rows.filter(dropped_at=None).first()
    if document is None:
        raise DocumentNotFound
    document.dossier = dossier
    return document


def _unsettled(dossier: Dossier, public_id: UUID) -> Document:
    document = _held(dossier, public_id)
    if document.settled_at is not None:
        raise DocumentSettled
    return document


def _add(
    document: Document,
    file: StoredFile,
    *,
    official_id: int,
    now: datetime,
    based_on: int | None,
    note: str,
) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        ordinal=document.versions.count() + 1,
        based_on=based_on,
        file=file,
        made_by_id=official_id,
        made_at=now,
        note=note,
    )


def _refuse_undrawable(document: Document, now: datetime) -> None:
    """Refuse what passes every look into it and yet cannot be shown to who signs."""
    try:
        document_pictures(document, now=now)
    except PaperFailed as error:
        text = _("Không vẽ được trang của văn bản này. Anh/chị bỏ định dạng lạ rồi thử lại.")
        raise DocumentLacks(text, lacks=["page"]) from error


def _refuse_open_places(content: bytes) -> None:
    """Refuse what still waits to be written: `[…]`, and fields that nobody filled in."""
    looked = look(content)
    left = sorted(set(looked.fields) - names_of_signing())
    places = open_places(looked.lines, left)
    if left or places:
        count = max(len(left), len(places))
        words = _("Văn bản còn %(count)d chỗ chưa điền. Anh/chị xem danh sách ở dưới.")
        refusal = FieldsOpen(words % {"count": count}, fields=left)
        refusal.rows = [(str(one.paragraph), one.written, one.line) for one in places[:_MOST_TOLD]]
        raise refusal


def _paper_of(
    document: Document, content: bytes, given: UploadedFile[bytes] | None, now: datetime
) -> StoredFile | None:
    """Keep a PDF that was made elsewhere, once it says what the document says."""
    if given is None:
        return None
    kept = take_in_document(file=given, now=now)
    if kept.media_type != _PDF:
        raise PartNotPdf
    rows = compare_paper(numbered_docx(document, content), content_of(kept))
    if rows:
        refusal = DocumentDiffers()
        refusal.rows = [(row.left, row.right) for row in rows[:_MOST_TOLD]]
        raise refusal
    return kept


def _leave_at_step(actor: Actor, dossier: Dossier, version: DocumentVersion, now: datetime) -> None:
    """Keep the settled version as what the official's step has to leave behind, if it has to."""
    steps = process_rules(dossier).flow.shape.steps
    for run in own_runs(actor, dossier, open_runs(dossier)):
        step = steps.get(run.code)
        if step is not None and Product.DOCUMENT in step.produces:
            StepDocument.objects.create(
                run=run, file=version.file, official_id=actor.official_id, added_at=now
            )


def _told(document: Document, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    record(
        document.dossier,
        f"dossiers.{act}",
        actor=actor,
        now=now,
        document=str(document.public_id),
        **data,
    )
