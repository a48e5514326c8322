"""Taking in at a counter what came by post: scanned, compared, accepted, or more asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.counters import actions
from motcua.counters.queries.filings import filing_for
from motcua.desk.counter.forms import marks_in
from motcua.desk.counter.queries.posted import lacking_of, posted_page
from motcua.desk.counter.views.opening import at_counter, language_of_page
from motcua.desk.counter.views.papers import papers_pressed, take_files
from motcua.dossiers.actions import remove_file
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.fields import Press, control_id
from motcua.ui.posted import pressed, uuid_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.counters.models import CounterFiling
    from motcua.procedures.base.papers import AskedPaper


@require_http_methods(["GET", "HEAD", "POST"])
@at_counter
def posted(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Show what lies in the envelope; posting keeps scans and marks, and does what was pressed."""
    filing = filing_for(visit(request).actor, filing_id)
    if request.method != "POST":
        return _shown(request, filing)
    posted_page(filing, clock.now(), language_of_page())
    if "_discard" in request.POST:
        actions.discard_filing(actor=visit(request).actor, filing_id=filing_id, now=clock.now())
        return redirect("desk:counter", filing.counter_id)
    return _kept(request, filing)


def _kept(request: HttpRequest, filing: CounterFiling) -> HttpResponse:
    actor, now, button = visit(request).actor, clock.now(), pressed(request.POST)
    refused = take_files(request, filing)
    actions.compare_files(
        actor=actor, filing_id=filing.public_id, marks=marks_in(request.POST), now=now
    )
    upload = uuid_of(button.target) if button.press is Press.DROP else None
    if upload is not None:
        draft_id = filing.draft.public_id
        remove_file(actor=actor, draft_id=draft_id, upload_id=upload, now=now)
    if button.press is Press.AUTOSAVE:
        return JsonResponse({"saved_at": clock.civil(now).strftime("%H:%M")})
    if refused:
        problems = [(control_id(code), said) for code, all_ in refused.items() for said in all_]
        return _shown(request, filing, problems=tuple(problems))
    is_lacking = "_lacking" in request.POST
    if papers_pressed(request, filing) or not (is_lacking or button.press is Press.NEXT):
        return redirect("desk:counter-posted", filing.public_id)
    return _taken(request, filing, is_lacking=is_lacking)


def _taken(request: HttpRequest, filing: CounterFiling, *, is_lacking: bool) -> HttpResponse:
    """Take the envelope in where nothing lacks, or where more is to be asked for at once."""
    actor, now = visit(request).actor, clock.now()
    missing = lacking_of(filing, now)
    if missing and not is_lacking:
        return _shown(request, filing, missing)
    take = actions.take_posted if missing else actions.accept_posted
    try:
        dossier = take(actor=actor, filing_id=filing.public_id, now=now)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return _shown(request, filing, problems=(("main", refusal.text),))
    if missing:
        return redirect("desk:supplement", dossier.public_id)
    messages.success(request, _("Đã nhận giấy tờ gửi qua bưu chính."))
    return redirect(reverse("desk:dossier", args=[dossier.public_id]) + "#pane-papers")


def _shown(
    request: HttpRequest,
    filing: CounterFiling,
    missing: tuple[AskedPaper, ...] = (),
    problems: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    page = posted_page(filing, clock.now(), language_of_page(), missing, problems)
    context = {
        "page": page,
        "form_id": "questions",
        "form_enter": "_save",
        "can_ask": bool(missing),
    }
    status = 422 if page.problems else 200
    return render(request, "desk/counter/posted.html", context, status=status)
