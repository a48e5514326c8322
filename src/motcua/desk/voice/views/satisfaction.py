"""Satisfaction: what was said, together with others; a code to rate with at the counter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name
from motcua.counters.queries.kiosks import is_served_by_device
from motcua.desk.voice.forms import MarkForm
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.queries.handling import roles_over
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed
from motcua.voice import actions
from motcua.voice.base.indices import indices_on
from motcua.voice.queries.satisfaction import (
    agencies_looked_on,
    agency_indices,
    comments_of,
    quarter_of,
    satisfaction,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

asks = require_http_methods(["GET", "HEAD", "POST"])
_GIVING = frozenset({Role.RECEPTIONIST, Role.CLERK})


@never_cache
@login_required
@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """Show what was said of one's agencies this quarter or the last, never of one dossier."""
    actor, now, language = visit(request).actor, clock.now(), get_language() or "vi"
    agencies = sorted(agencies_looked_on(actor))
    begins, ends = quarter_of(clock.civil_date(now))
    is_before = request.GET.get("ky") == "truoc"
    if is_before:
        begins, ends = quarter_of(begins - timedelta(days=1))
    said = satisfaction(agencies, begins, ends)
    page = {
        "said": said,
        "averages": [(row.index.say_name(language), row) for row in said.averages],
        "comments": comments_of(agencies, begins, ends),
        "agencies": [
            (
                agency_name(number, language),
                [
                    (row.index.say_name(language), row)
                    for row in agency_indices(number, begins, ends, now).rows
                ],
                agency_indices(number, begins, ends, now),
            )
            for number in agencies
        ],
        "last": ends - timedelta(days=1),
        "is_before": is_before,
        "is_auditor": bool(actor.agencies(Role.AUDITOR)),
    }
    return render(request, "desk/voice/satisfaction.html", page)


@never_cache
@login_required
@asks
def mark(request: HttpRequest) -> HttpResponse:
    """Let an auditor score the inspected index of his agency for this quarter."""
    actor, now, language = visit(request).actor, clock.now(), get_language() or "vi"
    agencies = actor.agencies(Role.AUDITOR)
    if not agencies:
        raise NotAllowed
    today = clock.civil_date(now)
    index = next(row for row in indices_on(today, "agency") if row.source == "checked")
    choices = [(str(level.score), level.say(language)) for level in index.levels]
    data = request.POST if request.method == "POST" else None
    form = MarkForm(index.say_question(language), choices, data)
    if request.method == "POST" and form.is_valid():
        given = actions.Mark(index.code, today, **form.cleaned_data)
        actions.set_agency_score(actor=actor, agency_id=min(agencies), mark=given, now=now)
        messages.success(request, _("Đã chấm."))
        return redirect("desk:satisfaction")
    page = {"form": form, "index": index, "name": index.say_name(language)}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/voice/mark.html", page, status=status)


@never_cache
@login_required
@asks
def code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a short code with which the filer rates on a device that the counter hands over.

    The page says nothing of whether the dossier was rated.
    """
    actor, now = visit(request).actor, clock.now()
    dossier = dossier_for(actor, public_id)
    if dossier.is_open or not roles_over(actor, dossier) & _GIVING:
        raise NotAllowed
    has_device = is_served_by_device(actor.agencies())
    page: dict[str, object] = {"dossier": dossier, "has_device": has_device}
    if request.method == "POST":
        made = actions.give_counter_code(actor=actor, dossier_id=public_id, now=now)
        page["made"] = made
    return render(request, "desk/voice/code.html", page)
