"""The page of a dossier, alone or with one of its papers open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.desk.dossiers import queries
from motcua.desk.dossiers.views.opening import of_dossier
from motcua.dossiers.errors import DossierNotFound, StepNotYours
from motcua.dossiers.queries.progress import process_of
from motcua.identity.base import visit
from motcua.kernel import clock
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
    return page_of(request, dossier)


@require_safe
@csp_update({"frame-src": [SELF]})
@of_dossier
def paper(request: HttpRequest, dossier: Dossier, paper_id: UUID) -> HttpResponse:
    """Show a dossier with one of its papers open beside the answers."""
    page = _page(request, dossier)
    held = next((one for one in page.case.papers if one.public_id == paper_id), None)
    if held is None:
        raise DossierNotFound
    page = replace(page, paper=held, shown_as=queries.shown_as(held))
    return render(request, "desk/dossiers/dossier.html", {"page": page, "now": page.now})


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
    page = _page(request, dossier)
    if refusal is not None:
        is_stale = isinstance(refusal, MoveRefused | StepNotYours)
        page = replace(page, refusal=refusal.text, is_stale=is_stale)
    context = {"page": page, "now": page.now}
    status = refusal.status if refusal else 200
    return render(request, "desk/dossiers/dossier.html", context, status=status)


def _page(request: HttpRequest, dossier: Dossier) -> queries.DossierPage:
    actor, language = visit(request).actor, get_language() or "vi"
    return queries.dossier_page(actor, dossier, request.GET, clock.now(), language)
