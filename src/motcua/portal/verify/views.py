"""Checking a document: by the code in its QR, or by the file itself, which is not kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import NotFound
from motcua.kernel.files import open_stored
from motcua.portal.verify import queries
from motcua.portal.verify.forms import MOST_MEGABYTES, CodeForm, FileForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

_MINUTE, _HOUR = 60, 3600
_JUDGED_A_MINUTE = 20
# Whole offices look papers up from one address; who guesses at codes has few to try.
_READ_A_MINUTE, _UNKNOWN_AN_HOUR = 60, 20
_UNKNOWN = "verify.unknown"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; posting a file says what it is worth."""
    if request.method != "POST":
        return _by_code(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid() or request.POST.get("website"):
        return _ask(request, form, CodeForm())
    ratelimits.hit(
        "verify.address",
        client_address(request),
        limit=_JUDGED_A_MINUTE,
        seconds=_MINUTE,
        now=clock.system_now(),
    )
    content = form.cleaned_data["file"].read()
    if "_revision" in request.POST:
        return _revision(content)
    page = {"nav": "verify", "judged": queries.judged(content, clock.now()), "form": FileForm()}
    return render(request, "portal/verify/judged.html", page)


@never_cache
@require_safe
def issued(request: HttpRequest, verification_id: str) -> HttpResponse:
    """Show what the register says of a document whose QR code was read."""
    try:
        with _reading(request):
            page = {"nav": "verify", "page": queries.issued_page(verification_id)}
    except NotFound:
        # Who was handed a paper that somebody made up lands here: that is worth a plain word.
        unknown = {"nav": "verify", "code": verification_id}
        return render(request, "portal/verify/unknown.html", unknown, status=404)
    return render(request, "portal/verify/issued.html", page)


@never_cache
@require_safe
def issued_file(request: HttpRequest, verification_id: str) -> FileResponse:
    """Give the signed file, to be held against the paper in hand."""
    with _reading(request):
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


@contextmanager
def _reading(request: HttpRequest) -> Iterator[None]:
    """Count what is read by code, and apart from it codes that nobody was given.

    Judging files has a count of its own, as it costs seconds. Raises `TooManyRequests`.
    """
    address, now = client_address(request), clock.system_now()
    ratelimits.refuse_if_spent(_UNKNOWN, address, limit=_UNKNOWN_AN_HOUR, now=now)
    ratelimits.hit("verify.code", address, limit=_READ_A_MINUTE, seconds=_MINUTE, now=now)
    try:
        yield
    except NotFound:
        ratelimits.hit(_UNKNOWN, address, limit=_UNKNOWN_AN_HOUR, seconds=_HOUR, now=now)
        raise
