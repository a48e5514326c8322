"""The page of a dossier, alone or with one of its papers open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.dossiers import queries
from motcua.desk.dossiers.views.opening import of_dossier
from motcua.dossiers.actions import see_mentions
from motcua.dossiers.actions.presence import be_present
from motcua.dossiers.errors import DossierNotFound, StepNotYours
from motcua.dossiers.queries.control import control_number, hand_overs
from motcua.dossiers.queries.marks import marks_on
from motcua.dossiers.queries.presence import others_present
from motcua.dossiers.queries.progress import process_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.caching import one_reading
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.dossiers.models import Dossier
    from motcua.kernel.errors import DomainError


@require_safe
@of_dossier
def dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show a dossier: answers, papers, history, and what may be done."""
    see_mentions(actor=visit(request).actor, dossier_id=dossier.pk, now=clock.now())
    return page_of(request, dossier)


@never_cache
@login_required
@require_safe
def following(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead on to the next dossier of the queue, or to the queue where no other stands in it."""
    actor = visit(request).actor
    return redirect(queries.way_on(actor, public_id, request.GET, clock.now()))


@require_safe
@csp_update({"frame-src": [SELF]})
@of_dossier
def paper(request: HttpRequest, dossier: Dossier, paper_id: UUID) -> HttpResponse:
    """Show a dossier with one of its papers open beside the answers."""
    be_present(actor=visit(request).actor, dossier_id=dossier.pk, now=clock.now())
    with one_reading():
        page = _page(request, dossier)
        held = next((one for one in page.case.papers if one.public_id == paper_id), None)
        if held is None:
            raise DossierNotFound
        marks = marks_on(visit(request).actor, paper_id)
        page = replace(page, paper=held, shown_as=queries.shown_as(held), marks=marks)
        return render(request, "desk/dossiers/dossier.html", {"page": page, "now": page.now})


@require_safe
@of_dossier
def control(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show the control slip (form 05): every hand-over, from whom to whom, when, how late."""
    rows = hand_overs(dossier, clock.now(), get_language() or "vi")
    context = {
        "dossier": dossier,
        "rows": rows,
        "number": control_number(dossier),
        "trail": request.GET.urlencode(),
    }
    return render(request, "desk/dossiers/control.html", context)


@require_safe
@of_dossier
def presence(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Say that one still has the dossier open, and who else has."""
    actor, now = visit(request).actor, clock.now()
    be_present(actor=actor, dossier_id=dossier.pk, now=now)
    context = {"dossier": dossier, "others": others_present(actor, dossier, now)}
    return render(request, "desk/dossiers/_presence.html", context)


@require_safe
@of_dossier
def process(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Give the drawing of the dossier's process by itself."""
    del request
    drawn = process_of(dossier, clock.now(), get_language() or "vi").svg
    return HttpResponse(drawn, content_type="image/svg+xml")


def page_of(
    request: HttpRequest, dossier: Dossier, refusal: DomainError | None = None
) -> HttpResponse:
    """Draw the page of a dossier, with what was refused, if something was."""
    be_present(actor=visit(request).actor, dossier_id=dossier.pk, now=clock.now())
    status = refusal.status if refusal else 200
    with one_reading():
        page = _page(request, dossier)
        if refusal is not None:
            is_stale = isinstance(refusal, MoveRefused | StepNotYours)
            page = replace(page, refusal=refusal.text, is_stale=is_stale)
        context = {"page": page, "now": page.now}
        return render(request, "desk/dossiers/dossier.html", context, status=status)


def _page(request: HttpRequest, dossier: Dossier) -> queries.DossierPage:
    actor, language = visit(request).actor, get_language() or "vi"
    return queries.dossier_page(actor, dossier, request.GET, clock.now(), language)
