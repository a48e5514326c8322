"""One's dossiers: the list, one of them, and every paper it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.dossiers.queries import holdings, mine as own, prints
from motcua.dossiers.queries.correcting import corrected_file
from motcua.dossiers.queries.documents import letter_file
from motcua.dossiers.queries.pictures import pictures_as_pdf
from motcua.dossiers.queries.result_parts import part_file
from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.files import open_stored
from motcua.portal.dossiers import queries
from motcua.portal.dossiers.forms import PageForm
from motcua.portal.dossiers.views.opening import of_dossier

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.dossiers.models import Dossier
    from motcua.kernel.models import StoredFile


@never_cache
@login_required
@because()
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List one's drafts and dossiers."""
    actor, language = visit(request).actor, get_language() or "vi"
    after = PageForm(request.GET).place
    dossiers, more = own.dossiers_of(actor, clock.now(), language, after=after)
    drafts = () if after else own.drafts_of(actor, language)
    page = {"drafts": drafts, "dossiers": dossiers, "more": more}
    return render(request, "portal/dossiers/mine.html", page)


@require_safe
@of_dossier
def dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show a dossier: the one thing to do, the time line, what it holds."""
    page = queries.dossier_page(dossier, clock.now(), get_language() or "vi")
    return render(request, "portal/dossiers/dossier.html", {"page": page})


@require_safe
@of_dossier
def filed(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show the quiet page after filing."""
    page = queries.filed_page(dossier, clock.now(), get_language() or "vi")
    return render(request, "portal/dossiers/filed.html", {"page": page})


@require_safe
@of_dossier
def receipt(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Give the filing receipt."""
    del request
    return _as_pdf(prints.receipt_pdf(dossier), f"bien-nhan-{dossier.code}")


@require_safe
@of_dossier
def answers(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Give every answer for print."""
    del request
    return _as_pdf(prints.summary_pdf(dossier), f"ho-so-{dossier.code}")


@require_safe
@of_dossier
def slip(request: HttpRequest, dossier: Dossier, slip_id: UUID) -> HttpResponse:
    """Give a statutory slip."""
    del request
    issued = prints.slip_of(dossier, slip_id)
    return _as_pdf(prints.slip_pdf(issued), f"phieu-{issued.form}-{dossier.code}")


@require_safe
@of_dossier
def paper(request: HttpRequest, dossier: Dossier, paper_id: UUID) -> FileResponse:
    """Give a paper back byte for byte, as an attachment."""
    del request
    return _as_file(holdings.paper_file(dossier, paper_id))


@require_safe
@of_dossier
def pictures(request: HttpRequest, dossier: Dossier, code: str) -> HttpResponse:
    """Give the pictures sent for a paper as one PDF."""
    del request
    held = holdings.papers_in(dossier, get_language() or "vi")
    return _as_pdf(pictures_as_pdf(row.file for row in held if row.code == code), code)


@require_safe
@of_dossier
def old_result(request: HttpRequest, dossier: Dossier, old_id: UUID) -> FileResponse:
    """Give a result as it was before a correction."""
    del request
    return _as_file(corrected_file(dossier, old_id))


@require_safe
@of_dossier
def part(request: HttpRequest, dossier: Dossier, part_id: UUID) -> FileResponse:
    """Give a part of the result that was returned before the last."""
    del request
    return _as_file(part_file(dossier, part_id))


@require_safe
@of_dossier
def letter(request: HttpRequest, dossier: Dossier, document_id: UUID) -> FileResponse:
    """Give a signed document that the agency wrote to the filer."""
    del request
    return _as_file(letter_file(dossier, document_id))


@require_safe
@of_dossier
def result(request: HttpRequest, dossier: Dossier, kind: str) -> FileResponse:
    """Give the signed result: `pdf`, or the signed data as `json`."""
    del request
    if kind == "pdf":
        return _as_file(holdings.result_file(dossier, "pdf"))
    if kind == "json":
        return _as_file(holdings.result_file(dossier, "json"))
    raise NotFound


def _as_pdf(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.pdf"'
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": disposition})


def _as_file(kept: StoredFile) -> FileResponse:
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
