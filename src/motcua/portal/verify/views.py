"""Checking a document: by the code in its QR, or by the file itself, which is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.kernel.files import open_stored
from motcua.portal.verify import queries
from motcua.portal.verify.forms import MOST_MEGABYTES, CodeForm, FileForm

if TYPE_CHECKING:
    from django.http import HttpRequest

_TRIES, _SECONDS = 20, 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; posting a file says what it is worth."""
    if request.method != "POST":
        return _by_code(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid() or request.POST.get("website"):
        return _ask(request, form, CodeForm())
    _count(request)
    content = form.cleaned_data["file"].read()
    if "_revision" in request.POST:
        return _revision(content)
    page = {"nav": "verify", "judged": queries.judged(content, clock.now()), "form": FileForm()}
    return render(request, "portal/verify/judged.html", page)


@never_cache
@require_safe
def issued(request: HttpRequest, verification_id: str) -> HttpResponse:
    """Show what the register says of a document whose QR code was read."""
    _count(request)
    page = {"nav": "verify", "page": queries.issued_page(verification_id)}
    return render(request, "portal/verify/issued.html", page)


@never_cache
@require_safe
def issued_file(request: HttpRequest, verification_id: str) -> FileResponse:
    """Give the signed file, to be held against the paper in hand."""
    _count(request)
    kept = queries.issued_paper(verification_id)
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )


def _by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_bound and form.is_valid():
        return redirect("portal:issued", form.cleaned_data["code"])
    return _ask(request, FileForm(), form)


def _ask(request: HttpRequest, form: FileForm, code_form: CodeForm) -> HttpResponse:
    page = {
        "nav": "verify",
        "form": form,
        "code_form": code_form,
        "problems": code_form.problems + form.problems,
        "most": MOST_MEGABYTES,
        "answers": queries.ANSWERS,
    }
    return render(request, "portal/verify/verify.html", page)


def _revision(content: bytes) -> HttpResponse:
    signed = queries.revision_of(content, clock.now())
    disposition = "attachment; filename=ban-da-ky.pdf"
    return HttpResponse(signed, "application/pdf", headers={"Content-Disposition": disposition})


def _count(request: HttpRequest) -> None:
    """Count a try; judging costs seconds. Raises `TooManyRequests`."""
    address, now = client_address(request), clock.system_now()
    ratelimits.hit("verify.address", address, limit=_TRIES, seconds=_SECONDS, now=now)
