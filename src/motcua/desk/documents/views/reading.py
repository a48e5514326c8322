"""A document as it stands: its page, its files, two of its versions beside each other."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.documents import queries
from motcua.desk.documents.forms import SettleForm, VersionForm
from motcua.documents.base.files import compare
from motcua.dossiers.actions.reading import open_dossier
from motcua.dossiers.errors import DocumentNotFound
from motcua.dossiers.queries.documents import (
    document_of,
    document_pdf,
    numbered_docx,
    version_of,
    versions_of,
)
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.files import content_of, open_stored
from motcua.kernel.kinds import DOCX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.dossiers.models import Document, DocumentVersion, Dossier

NUMBERED = "co-so"


def of_document(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the dossier and the document of its address; a stranger's is not there."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(
        request: HttpRequest, public_id: UUID, document_id: UUID, **more: Any
    ) -> HttpResponseBase:
        dossier = open_dossier(actor=visit(request).actor, public_id=public_id, now=clock.now())
        return view(request, dossier, document_of(dossier, document_id), **more)

    return opened


@require_safe
@of_document
def document(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Show a document: versions, what may be done, every page once it is settled."""
    return page_of(request, dossier, document)


@require_safe
@of_document
def docx(
    request: HttpRequest, dossier: Dossier, document: Document, version_id: UUID
) -> HttpResponseBase:
    """Hand a version over to be edited; or with the number it was given, to make a PDF of."""
    del dossier
    version = version_of(document, version_id)
    if NUMBERED in request.GET and document.number:
        made = numbered_docx(document, content_of(version.file))
        name = {"Content-Disposition": f'attachment; filename="{version.file.name}"'}
        return HttpResponse(made, content_type=DOCX.media_type, headers=name)
    return FileResponse(
        open_stored(version.file),
        as_attachment=True,
        filename=version.file.name,
        content_type=DOCX.media_type,
    )


@require_safe
@of_document
def pdf(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Send the signed paper, or what would be signed now."""
    del request
    if document.settled is None:
        raise DocumentNotFound
    if document.pdf is not None:
        content, name = content_of(document.pdf), document.pdf.name
    else:
        content, name = document_pdf(document, now=clock.now()), f"{dossier.code}-du-thao.pdf"
    shown = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=shown)


@require_safe
@of_document
def compared(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Show two versions beside each other as plain text; without asking, the last two."""
    versions = versions_of(document)
    new = _chosen(request, "moi", versions) or versions[0]
    old = _chosen(request, "cu", versions) or versions[min(1, len(versions) - 1)]
    rows = compare(content_of(old.file), content_of(new.file))
    context = {
        "dossier": dossier,
        "document": document,
        "versions": versions,
        "old": old,
        "new": new,
        "rows": rows,
        "changes": sum(row.kind != "equal" for row in rows),
    }
    return render(request, "desk/documents/compare.html", context)


def page_of(  # noqa: PLR0913 - a page and what was refused on it
    request: HttpRequest,
    dossier: Dossier,
    document: Document,
    *,
    adding: VersionForm | None = None,
    settling: SettleForm | None = None,
    status: int = 200,
    rows: Sequence[Sequence[str]] = (),
    places: Sequence[Sequence[str]] = (),
) -> HttpResponse:
    """Draw the page of a document, with a form that was refused, if one was."""
    page = queries.document_page(visit(request).actor, dossier, document, clock.now())
    newest = page.newest
    first = {"version": str(newest.public_id), "use": document.use}
    context = {
        "page": page,
        "adding": adding
        or version_form(request, document, initial={"based_on": str(newest.ordinal)}),
        "settling": settling or SettleForm(versions=page.versions, initial=first),
        "problems": [
            *(adding.problems if adding else ()),
            *(settling.problems if settling else ()),
        ],
        "differences": rows,
        "places": places,
    }
    return render(request, "desk/documents/document.html", context, status=status)


def version_form(
    request: HttpRequest, document: Document, *posted: Any, **more: Any
) -> VersionForm:
    """Make the form of a new version, with the file that was sent ahead for it."""
    return VersionForm(
        *posted,
        versions=versions_of(document),
        sent=queries.sent_ahead(visit(request).actor, document, clock.now()),
        upload_url=reverse(
            "desk:document-files", args=[document.dossier.public_id, document.public_id]
        ),
        **more,
    )


def _chosen(
    request: HttpRequest, name: str, versions: list[DocumentVersion]
) -> DocumentVersion | None:
    text = request.GET.get(name, "")
    return next((one for one in versions if str(one.public_id) == text), None)
