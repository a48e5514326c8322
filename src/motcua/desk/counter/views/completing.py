"""Taking in at a counter what lacked: found by the dossier's code, compared, given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.counters import actions
from motcua.counters.errors import CounterNotFound
from motcua.counters.queries import shift_of
from motcua.counters.queries.filings import filing_for
from motcua.desk.counter import queries
from motcua.desk.counter.forms import marks_in
from motcua.desk.counter.views.opening import at_counter, language_of_page
from motcua.desk.counter.views.papers import papers_pressed, take_files
from motcua.dossiers.actions.completing import AT_COUNTER, judged, keep
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.queries.completions import Completion
from motcua.dossiers.queries.tracking import of_code
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.fields import Press

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.counters.models import CounterFiling


@require_POST
@at_counter
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to complete the dossier whose code was typed or scanned from its slip."""
    actor, shift = visit(request).actor, shift_of(visit(request).actor)
    if shift is None:
        messages.info(request, _("Mở quầy trước, rồi nhận bổ sung."))
        return redirect("desk:counters")
    # A slip's QR is an address that ends with the code.
    code = request.POST.get("code", "").strip().rstrip("/").rpartition("/")[2].upper()
    found = of_code(code) if code else None
    try:
        if found is None:
            raise CounterNotFound
        dossier = dossier_for(actor, found.public_id)
        filing = actions.start_completion(
            actor=actor, counter_id=shift.counter_id, dossier_id=dossier.pk, now=clock.now()
        )
    except NotAllowed:
        raise
    except NotFound:
        messages.error(request, _("Không có hồ sơ mang mã này ở cơ quan của anh/chị."))
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        return redirect("desk:counter-completion", filing.public_id)
    return redirect("desk:counter", shift.counter_id)


@require_http_methods(["GET", "HEAD", "POST"])
@at_counter
def completion(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Show what is to be put right; posting keeps it, and gives it when that was pressed."""
    filing = filing_for(visit(request).actor, filing_id)
    if filing.draft.supplement is None:
        raise CounterNotFound
    if request.method != "POST":
        return _shown(request, filing, Completion())
    if "_discard" in request.POST:
        actions.discard_filing(actor=visit(request).actor, filing_id=filing_id, now=clock.now())
        return redirect("desk:counter", filing.counter_id)
    return _posted(request, filing)


def _posted(request: HttpRequest, filing: CounterFiling) -> HttpResponse:
    """Keep answers, files and marks; then do what the button says."""
    actor, now = visit(request).actor, clock.now()
    assert filing.draft.supplement is not None
    dossier = filing.draft.supplement.dossier
    given = keep(
        actor=actor,
        dossier=dossier,
        data=request.POST,
        files=MultiValueDict(),
        now=now,
        way=AT_COUNTER,
    )
    given = replace(given, refused=take_files(request, filing))
    actions.compare_files(
        actor=actor, filing_id=filing.public_id, marks=marks_in(request.POST), now=now
    )
    if given.button.press is Press.AUTOSAVE:
        return JsonResponse({"saved_at": clock.civil(now).strftime("%H:%M")})
    filing.draft.refresh_from_db()
    if papers_pressed(request, filing):
        return redirect("desk:counter-completion", filing.public_id)
    if given.button.press is not Press.NEXT or given.refused:
        return _shown(request, filing, given, status=422 if given.refused else 200)
    return _judged(request, filing, given)


def _judged(request: HttpRequest, filing: CounterFiling, given: Completion) -> HttpResponse:
    """Give what was kept where nothing is wrong, and lead to the dossier with its new slip."""
    actor, now = visit(request).actor, clock.now()
    assert filing.draft.supplement is not None
    dossier = filing.draft.supplement.dossier
    given = judged(dossier=dossier, draft=filing.draft, given=given, now=now)
    if given.is_complete:
        given = actions.complete_filing(actor=actor, filing_id=filing.public_id, now=now)
    if not given.is_complete:
        return _shown(request, filing, given, status=422)
    messages.success(request, _("Đã nhận bổ sung. In giấy hẹn mới ở mục Giấy tờ."))
    return redirect(reverse("desk:dossier", args=[dossier.public_id]) + "#pane-papers")


def _shown(
    request: HttpRequest, filing: CounterFiling, given: Completion, status: int = 200
) -> HttpResponse:
    page = queries.completion_page(filing, given, clock.now(), language_of_page())
    context = {
        "page": page,
        "problems": page.problems,
        "form_id": "questions",
        "form_enter": "_save",
    }
    return render(request, "desk/counter/completion.html", context, status=status)
