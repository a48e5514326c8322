"""The papers of a draft: sent with the form or one by one, listed, downloaded, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.actions.files import receive_file
from motcua.dossiers.actions.parting import part_id, take_in_part
from motcua.dossiers.queries.pictures import pictures_as_pdf
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import upload_of, uploads_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError
from motcua.kernel.files import FileEmpty, open_stored
from motcua.portal.drafts import queries
from motcua.portal.drafts.forms import codes_left_to_data
from motcua.portal.drafts.views.opening import (
    here,
    in_language,
    language_of_page,
    of_draft,
    onward,
)
from motcua.portal.drafts.views.signing import is_signing, sign
from motcua.procedures.base.papers import paper_code
from motcua.procedures.queries import rules
from motcua.ui.fields import Press
from motcua.ui.forms import render_question
from motcua.ui.posted import pressed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.queries.paper_sheet import Errors


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def papers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show a place for each paper asked; posting keeps what was sent and goes on when complete."""
    if request.method != "POST":
        is_review = request.GET.get("from") == queries.CHECK
        return _show(request, draft, _missing(draft) if is_review else {})
    refused = _keep(request, draft)
    button = pressed(request.POST)
    if is_signing(request) and not refused:
        refused = sign(request, draft)
        return _show(request, draft, refused) if refused else here(request)
    if button.press is Press.DROP:
        drop(request, draft, button.target)
        return here(request)
    if button.press is Press.LANGUAGE:
        return in_language(request, draft, button.target)
    return _go_on(request, draft, refused, is_leaving=button.press is Press.SAVE)


@require_POST
@of_draft
def files(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take one file for a paper or a question; give its place anew, or what is wrong with it.

    The file comes with the request, or has come before in pieces (`part`).
    """
    name, sent = request.POST.get("field", ""), request.FILES.get("file")
    is_answer = paper_code(name) in rules(draft.version_id).sent_as_answers
    code = paper_code(name) if is_answer else name
    actor, now = visit(request).actor, clock.now()
    try:
        if part := part_id(request.POST.get("part", "")):
            take_in_part(actor=actor, part_id=part, now=now)
        elif sent is None:
            raise FileEmpty
        else:
            receive_file(actor=actor, draft=draft, paper_code=code, file=sent, now=now)
    except DomainError as refusal:
        return JsonResponse({"detail": refusal.text}, status=refusal.status)
    language = language_of_page()
    if is_answer:
        draft.refresh_from_db(fields=["answers"])
        return HttpResponse(render_question(queries.file_field(draft, name, now, language)))
    sheet = queries.paper_sheet_of(draft, now, language)
    return HttpResponse(render_question(sheet.field(code)))


@require_safe
@of_draft
def file(request: HttpRequest, draft: Draft, upload_id: UUID) -> FileResponse:
    """Give a file back byte for byte, as an attachment."""
    del request
    kept = upload_of(draft, upload_id).file
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )


@require_safe
@of_draft
def pictures(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """Give the pictures sent for a paper as one PDF, as the official will read them."""
    del request
    sent = [row.file for row in uploads_of(draft) if row.paper_code == code]
    disposition = f'attachment; filename="{code}.pdf"'
    return HttpResponse(
        pictures_as_pdf(sent), "application/pdf", headers={"Content-Disposition": disposition}
    )


def _show(request: HttpRequest, draft: Draft, errors: Errors) -> HttpResponse:
    sheet = queries.paper_sheet_of(draft, clock.now(), language_of_page(), errors)
    page = {"sheet": sheet, "form_id": "questions"}
    return render(request, "portal/drafts/papers.html", page)


def _go_on(
    request: HttpRequest, draft: Draft, refused: Errors, *, is_leaving: bool
) -> HttpResponse:
    if refused:
        return _show(request, draft, refused)
    if is_leaving:
        messages.success(request, _("Đã lưu bản nháp. Anh/chị làm tiếp lúc nào cũng được."))
        return redirect("portal:my")
    if "_upload" in request.POST:
        return here(request)
    missing = _missing(draft)
    return _show(request, draft, missing) if missing else onward(request, draft, queries.PAPERS)


def _missing(draft: Draft) -> Errors:
    return queries.missing_on(draft, clock.now(), language_of_page())


def _keep(request: HttpRequest, draft: Draft) -> Errors:
    """Keep what came with the form; give what was refused, by paper."""
    actor, now = visit(request).actor, clock.now()
    left = codes_left_to_data(request.POST)
    actions.leave_to_data(actor=actor, draft_id=draft.public_id, paper_codes=left, now=now)
    draft.refresh_from_db(fields=["by_data"])
    refused: Errors = {}
    for row in asked_papers(draft, now):
        refused |= taken_in(request, draft, row.code, row.code)
    return refused


def taken_in(request: HttpRequest, draft: Draft, code: str, name: str) -> Errors:
    """Keep the files that came with a form under a name; give what was refused, by that name."""
    refused: Errors = {}
    for sent in request.FILES.getlist(name):
        try:
            actor, now = visit(request).actor, clock.now()
            receive_file(actor=actor, draft=draft, paper_code=code, file=sent, now=now)
        except DomainError as refusal:
            said = f"{(sent.name or '')[:60]}: {refusal.text}"
            refused[name] = (*refused.get(name, ()), said)
    return refused


def drop(request: HttpRequest, draft: Draft, key: str) -> None:
    """Take a file out of a draft, by the key its button posted."""
    try:
        upload = UUID(key)
    except ValueError:
        return
    actions.remove_file(
        actor=visit(request).actor, draft_id=draft.public_id, upload_id=upload, now=clock.now()
    )
