"""The leader's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.leading.base import asked_from
from motcua.desk.leading.forms import ReportForm
from motcua.desk.leading.queries.behind import dossiers_behind
from motcua.desk.leading.queries.screen import screen
from motcua.dossiers.queries.leading import looked_on
from motcua.dossiers.queries.register import keeps_register
from motcua.identity.base import visit
from motcua.insight.actions.reporting import (
    AT_ONCE,
    ask_report,
    decide_report,
    open_report,
    write_report,
)
from motcua.insight.queries.reports import own_reports, report_for, reports_to_decide
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.kernel.files import open_stored

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.kernel.actors import Actor

_SHOWN = 20
# Nobody needs more in an hour, unless he carries everything away.
_MOST, _HOUR = 30, 3600


@never_cache
@login_required
@require_safe
def leading(request: HttpRequest) -> HttpResponse:
    """Show the state of what one looks on; each number opens its dossiers."""
    shown = screen(visit(request).actor, request.GET, clock.now())
    return render(request, "desk/leading/leading.html", {"screen": shown})


@never_cache
@login_required
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """List the dossiers behind a number."""
    asked, after = asked_from(request.GET), request.GET.get("after", "")
    found = dossiers_behind(visit(request).actor, asked, after, clock.now())
    return render(request, "desk/leading/dossiers.html", {"found": found})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Show the reports one asked for; posting asks for another."""
    actor, now = visit(request).actor, clock.now()
    looks, status = looked_on(actor), 200
    form = ReportForm(looks, now, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ratelimits.hit(
                    "insight.export", str(actor.official_id), limit=_MOST, seconds=_HOUR, now=now
                )
                asked = ask_report(actor=actor, terms=form.terms, now=now)
            except NotAllowed:
                raise
            except DomainError as refusal:
                form.add_error(None, refusal.text)
            else:
                if asked.lines <= AT_ONCE and not asked.needs_second:
                    write_report(public_id=asked.public_id, now=now)
                return redirect("desk:report", asked.public_id)
    context = {
        "form": form,
        "reports": own_reports(actor)[:_SHOWN],
        "to_decide": reports_to_decide(actor),
    }
    return render(request, "desk/leading/reports.html", context, status=status)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Agree to a large register a colleague asked for, or say no."""
    is_agreed = "_no" not in request.POST
    actor = visit(request).actor
    decide_report(actor=actor, public_id=report_id, is_agreed=is_agreed, now=clock.now())
    messages.success(request, _("Đã ghi ý kiến của anh/chị."))
    return redirect("desk:reports")


@never_cache
@login_required
@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show how far a report is, and where its file is when it is written."""
    actor = _reporting(request)
    return render(request, "desk/leading/report.html", {"report": report_for(actor, report_id)})


@never_cache
@login_required
@require_safe
def report_file(request: HttpRequest, report_id: UUID) -> FileResponse:
    """Send the file of a report, to be saved."""
    actor = _reporting(request)
    file = open_report(actor=actor, report=report_for(actor, report_id), now=clock.now())
    response = FileResponse(open_stored(file), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.blob.media_type
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _reporting(request: HttpRequest) -> Actor:
    """Give who looks, where he looks on something or keeps a register. Raises `NotAllowed`."""
    actor = visit(request).actor
    if not keeps_register(actor):
        looked_on(actor)
    return actor
