"""Who is away and who stands in: set by oneself, by the head, or by an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.actions.absences import end_absence, set_absence
from motcua.agencies.queries.absences import (
    absence_called,
    absences_under,
    delegates_for,
    may_set_absence,
    officials_under,
)
from motcua.desk.absences.forms import AbsenceForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Official


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Show the absences one sets; posting sets another, for oneself or for who is chosen."""
    actor, today = visit(request).actor, clock.civil_date(clock.now())
    officials = officials_under(actor, today) if actor.kind == "official" else []
    if not officials:
        raise NotAllowed
    whose = next(
        (one for one in officials if str(one.public_id) == request.GET.get("ai", "")), officials[0]
    )
    posted = request.POST if request.method == "POST" else None
    form = AbsenceForm(delegates_for(whose, today), posted)
    status = _set(request, whose, form) if posted is not None else 200
    if not status:
        messages.success(request, _("Đã ghi ngày vắng mặt."))
        return redirect("desk:absences")
    rows = [(row, row.valid_from <= today) for row in absences_under(actor, today)]
    context = {"form": form, "officials": officials, "whose": whose, "rows": rows}
    return render(request, "desk/absences/absences.html", context, status=status)


def _set(request: HttpRequest, whose: Official, form: AbsenceForm) -> int:
    """Set the absence of a right form; give 0, or the status that says why not."""
    if not form.is_valid():
        return 422
    try:
        set_absence(actor=visit(request).actor, official=whose, terms=form.terms, now=clock.now())
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return refusal.status
    return 0


@never_cache
@login_required
@require_POST
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """End an absence today, or strike out one that has not begun."""
    actor, now = visit(request).actor, clock.now()
    absence = absence_called(absence_id)
    if absence is None or not may_set_absence(actor, absence.official, clock.civil_date(now)):
        raise NotFound
    end_absence(actor=actor, absence=absence, now=now)
    messages.success(request, _("Đã kết thúc."))
    return redirect(reverse("desk:absences"))
