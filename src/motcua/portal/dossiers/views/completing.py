"""Completing a dossier that was sent back: kept as it is written, then given in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.dossiers.actions import start_answering
from motcua.dossiers.actions.completing import complete, judged, keep, keep_file
from motcua.dossiers.actions.parting import part_id, take_in_part
from motcua.dossiers.actions.shelves import OwnShelf
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries.completions import Completion
from motcua.dossiers.queries.parts import waiting_in
from motcua.dossiers.queries.supplements import draft_of_answer, open_supplement
from motcua.dossiers.queries.uploads import upload_of
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in_script
from motcua.kernel import clock, tus
from motcua.kernel.errors import DomainError
from motcua.kernel.files import FileEmpty, open_stored
from motcua.portal.dossiers import queries
from motcua.portal.dossiers.views.opening import of_dossier
from motcua.ui.fields import Press
from motcua.ui.forms import render_question
from motcua.ui.language import page_language, remember

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.dossiers.models import Dossier, Draft


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def supplement(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show only what was listed; posting keeps it, and goes on when nothing is wrong."""
    if open_supplement(dossier) is None:
        return redirect("portal:dossier", dossier.public_id)
    if request.method != "POST":
        return _reopened(request, dossier, Completion())
    actor, now = visit(request).actor, clock.now()
    given = keep(actor=actor, dossier=dossier, data=request.POST, files=request.FILES, now=now)
    if given.button.press is Press.NEXT and "_upload" not in request.POST:
        draft = draft_of_answer(dossier)
        assert draft is not None  # just kept
        given = judged(dossier=dossier, draft=draft, given=given, now=now)
        if given.is_complete:
            return redirect("portal:dossier-supplement-check", dossier.public_id)
    return _kept(request, dossier, given)


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def supplement_check(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show what will be given, once more; posting gives it, once however often it is posted."""
    draft, now = draft_of_answer(dossier), clock.now()
    if draft is None:
        return redirect("portal:dossier-supplement", dossier.public_id)
    if request.method == "POST":
        given = complete(actor=visit(request).actor, dossier=dossier, now=now)
        if given.is_complete:
            messages.success(request, _("Cơ quan đã nhận phần bổ sung của anh/chị."))
            return redirect("portal:dossier", dossier.public_id)
    else:
        given = judged(dossier=dossier, draft=draft, given=Completion(), now=now)
    if not given.is_complete:
        return _reopened(request, dossier, given)
    page = queries.changes_of(dossier, draft, now, page_language())
    return render(request, "portal/dossiers/supplement_check.html", {"page": page})


@require_POST
@of_dossier
def supplement_files(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Take one file for one listed paper and give its place drawn anew, or say what is wrong."""
    code, sent = request.POST.get("field", ""), request.FILES.get("file")
    actor, now = visit(request).actor, clock.now()
    try:
        if part := part_id(request.POST.get("part", "")):
            take_in_part(actor=actor, part_id=part, now=now)
        elif sent is None:
            raise FileEmpty
        else:
            keep_file(actor=actor, dossier=dossier, paper_code=code, file=sent, now=now)
    except DomainError as refusal:
        return JsonResponse({"detail": refusal.text}, status=refusal.status)
    page = queries.reopened_for(dossier, now, page_language(), Completion())
    drawn = (field for field in (page.papers if page else ()) if field.name == code)
    return HttpResponse("".join(render_question(field) for field in drawn))


@signed_in_script
@of_dossier
def supplement_parts(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Begin a file for a listed paper that comes in pieces (tus 1.0).

    Reading it lists the files that can go on.
    """
    if request.method == "GET":
        rows = waiting_in(draft_of_answer(dossier), clock.now())
        return JsonResponse({"parts": [row.as_row(_part(dossier, row.id)) for row in rows]})
    return tus.collection(request, _shelf(request, dossier))


@signed_in_script
@of_dossier
def supplement_part(request: HttpRequest, dossier: Dossier, upload_id: UUID) -> HttpResponse:
    """Go on with such a file, say how much of it has come, or give it up (tus 1.0)."""
    return tus.resource(request, _shelf(request, dossier), upload_id)


def _shelf(request: HttpRequest, dossier: Dossier) -> OwnShelf:
    actor = visit(request).actor

    def draft() -> Draft:
        return start_answering(actor=actor, dossier_id=dossier.pk, now=clock.now())

    return OwnShelf(actor, lambda part: _part(dossier, part), draft)


def _part(dossier: Dossier, part: UUID) -> str:
    return reverse("portal:dossier-supplement-part", args=[dossier.public_id, part])


@require_safe
@of_dossier
def supplement_file(request: HttpRequest, dossier: Dossier, upload_id: UUID) -> FileResponse:
    """Give a file that was kept for the answer back byte for byte, as an attachment."""
    del request
    draft = draft_of_answer(dossier)
    if draft is None:
        raise DossierNotFound
    kept = upload_of(draft, upload_id).file
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )


def _kept(request: HttpRequest, dossier: Dossier, given: Completion) -> HttpResponse:
    if given.button.press is Press.AUTOSAVE and given.saved_at:
        return JsonResponse({"saved_at": clock.civil(given.saved_at).strftime("%H:%M")})
    if given.button.press is Press.SAVE and given.is_complete:
        messages.success(request, _("Đã lưu bản nháp. Anh/chị làm tiếp lúc nào cũng được."))
        return redirect("portal:dossier", dossier.public_id)
    return _reopened(request, dossier, given)


def _reopened(request: HttpRequest, dossier: Dossier, given: Completion) -> HttpResponse:
    chosen = given.button.target if given.button.press is Press.LANGUAGE else ""
    with translation.override(chosen or page_language()):
        page = queries.reopened_for(dossier, clock.now(), page_language(), given)
        if page is None:
            return redirect("portal:dossier", dossier.public_id)
        context = {"page": page, "form_id": "questions"}
        response = render(request, "portal/dossiers/supplement.html", context)
    remember(response, chosen)
    return response
