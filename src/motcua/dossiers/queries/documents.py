"""Documents written upon a dossier: who sees and writes them, and each as a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import letterhead
from motcua.documents.base.fields import names_of_signing
from motcua.documents.base.files import fill, lay, measure
from motcua.documents.errors import LACKS
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.errors import DocumentLacks, DocumentNotFound
from motcua.dossiers.models import Document
from motcua.dossiers.queries.document_values import long_day
from motcua.dossiers.queries.handling import roles_over
from motcua.dossiers.queries.kept import kept
from motcua.kernel.clock import civil_date
from motcua.kernel.files import content_of
from motcua.ui.paper import TEMPLATES, qr_code, render_pdf, render_png

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from motcua.dossiers.models import DocumentVersion, Dossier
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

WRITING = frozenset(
    {Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD, Role.CLERK, Role.ACCOUNTANT, Role.LEADER}
)
_TEMPLATE = TEMPLATES / "documents" / "document.typ"
_PAGES = TEMPLATES / "documents" / "pages.typ"
_UNKNOWN = "……"


def may_write(actor: Actor, dossier: Dossier) -> bool:
    """Say whether an official writes documents upon a dossier: whoever handles it while open."""
    return dossier.is_open and bool(roles_over(actor, dossier) & WRITING)


def may_sign(actor: Actor, dossier: Dossier) -> bool:
    """Say whether an official signs documents of a dossier: the leader over it."""
    return dossier.is_open and Role.LEADER in roles_over(actor, dossier)


def documents_of(dossier: Dossier) -> list[Document]:
    """Give the documents of a dossier, dropped ones left out, with who began and signed them."""
    rows = kept(Document, dossier.pk, "begun_by", "approved_by", "settled", "pdf__blob")
    return [row for row in rows if row.dropped_at is None]


def document_of(dossier: Dossier, public_id: UUID) -> Document:
    """Give a document of a dossier. Raises `DocumentNotFound`."""
    rows = Document.objects.filter(dossier=dossier, public_id=public_id, dropped_at=None)
    found = rows.select_related(
        "begun_by", "approved_by", "settled__file__blob", "paper__blob", "pdf__blob"
    ).first()
    if found is None:
        raise DocumentNotFound
    found.dossier = dossier
    return found


def versions_of(document: Document) -> list[DocumentVersion]:
    """Give the versions of a document, the newest first."""
    rows = document.versions.select_related("made_by", "file__blob")
    return list(rows.order_by("-ordinal"))


def version_of(document: Document, public_id: UUID) -> DocumentVersion:
    """Give a version of a document. Raises `DocumentNotFound`."""
    found = next((row for row in versions_of(document) if row.public_id == public_id), None)
    if found is None:
        raise DocumentNotFound
    return found


def letters_for(dossier: Dossier) -> list[Document]:
    """Give the signed documents that are for the applicant, in order."""
    rows = kept(Document, dossier.pk, "pdf__blob")
    return [row for row in rows if row.use == DocumentUse.LETTER and row.signed_at is not None]


def letter_file(dossier: Dossier, public_id: UUID) -> StoredFile:
    """Give a signed document that is for the applicant. Raises `DocumentNotFound`."""
    found = next((row for row in letters_for(dossier) if row.public_id == public_id), None)
    if found is None or found.pdf is None:
        raise DocumentNotFound
    return found.pdf


def documents_to_sign(actor: Actor, most: int) -> list[Document]:
    """Give what is settled and waits for an official's signature, the oldest first."""
    agencies = actor.agencies(Role.LEADER)
    rows = Document.objects.filter(
        settled_at__isnull=False,
        approved_at=None,
        dropped_at=None,
        dossier__agency_id__in=agencies,
        dossier__is_open=True,
    )
    found = rows.exclude(use=DocumentUse.RESULT).select_related(
        "dossier__agency", "settled_by", "settled__file__blob", "paper__blob"
    )
    return [
        row for row in found.order_by("settled_at", "id")[:most] if may_sign(actor, row.dossier)
    ]


def signable(actor: Actor, public_ids: Collection[UUID]) -> dict[UUID, Document]:
    """Give some settled documents an official may sign, those he has just signed among them."""
    rows = Document.objects.filter(
        public_id__in=public_ids, settled_at__isnull=False, dropped_at=None
    ).select_related("dossier__agency")
    return {row.public_id: row for row in rows if may_sign(actor, row.dossier)}


def numbered_docx(document: Document, content: bytes, *, signer: str = "") -> bytes:
    """Fill in what is left open for signing: number, day of issue, name of who signs."""
    return fill(content, _signing(document.number, document.issued_on, signer))


def document_pdf(
    document: Document,
    *,
    now: datetime,
    signer: str = "",
    number: str = "",
    issued_on: date | None = None,
    verification_id: str = "",
) -> bytes:
    """Set a settled document as PDF, or give the one that was made of it elsewhere.

    Without `verification_id` it is a preview: no QR code, no line of who signed. Raises
    `DocumentLacks`, `DocumentRefused`, `PaperFailed`, `Unavailable`.
    """
    if document.paper is not None:
        return content_of(document.paper)
    data = _paper(document, now, signer, (number or document.number, issued_on), verification_id)
    return render_pdf(_TEMPLATE.read_bytes(), data, at=now)


def document_pictures(document: Document, *, now: datetime) -> list[bytes]:
    """Draw a settled document as PNG pictures, one a page: what would be signed.

    Raises what `document_pdf` raises.
    """
    if document.paper is not None:
        content = content_of(document.paper)
        data = {"pdf": list(content), "pages": measure(content)}
        return render_png(_PAGES.read_bytes(), data, at=now)
    data = _paper(document, now, "", (document.number, None), "")
    return render_png(_TEMPLATE.read_bytes(), data, at=now)


def lacks_of(content: bytes) -> list[str]:
    """Give in words what a document holds that cannot be set on paper here."""
    return [str(LACKS[code]) for code in lay(content).lacks]


def blocks_of(content: bytes) -> tuple[dict[str, float], Sequence[Any]]:
    """Give page and blocks of a filled document. Raises `DocumentLacks`, `DocumentRefused`."""
    laid = lay(content)
    if laid.lacks:
        words = ", ".join(str(LACKS[code]) for code in laid.lacks)
        text = _("Hệ thống chưa dàn trang được: %(what)s. Anh/chị bỏ đi, hoặc gửi kèm bản PDF.")
        raise DocumentLacks(text % {"what": words}, lacks=list(laid.lacks))
    return dict(laid.page), laid.blocks


def _paper(
    document: Document,
    now: datetime,
    signer: str,
    issue: tuple[str, date | None],
    verification_id: str,
) -> dict[str, Any]:
    assert document.settled is not None
    number, issued_on = issue
    day = issued_on or document.issued_on or civil_date(now)
    content = content_of(document.settled.file)
    page, blocks = blocks_of(fill(content, _signing(number, day, signer)))
    head = letterhead(document.dossier.agency_id)
    data: dict[str, Any] = {
        "title": document.title,
        "demo": settings.DEMO,
        "draft": not verification_id,
        "agency": {"parent": head.parent, "name": head.name},
        "code": document.dossier.code,
        "page": page,
        "blocks": list(blocks),
    }
    if verification_id:
        data["qr"] = qr_code(verification_id)
        told = f"Ký số bởi {signer}, {head.name}\nMã hồ sơ: {document.dossier.code}"
        data["signed"] = told
    return data


def _signing(number: str, day: date | None, signer: str) -> dict[str, Any]:
    values = {
        "van_ban": {"so": number or _UNKNOWN, "ngay": long_day(day) if day else _UNKNOWN},
        "nguoi_ky": {"ho_ten": signer},
    }
    assert {f"{room}.{name}" for room, rows in values.items() for name in rows} == set(
        names_of_signing()
    )
    return values
