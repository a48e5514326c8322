"""Marks on papers: made by drawing or by a form, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.desk.dossiers.views.opening import of_dossier
from motcua.dossiers.actions.marking import Box, mark_paper, unmark
from motcua.dossiers.errors import MarkMisplaced
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier


@require_POST
@of_dossier
def mark(request: HttpRequest, dossier: Dossier, paper_id: UUID) -> HttpResponse:
    """Mark a place of a paper; without a rectangle the whole page."""
    text = request.POST.get("text", "")
    try:
        mark_paper(
            actor=visit(request).actor,
            dossier=dossier,
            paper_id=paper_id,
            box=_box(request),
            text=text,
            now=clock.now(),
        )
    except MarkMisplaced as refusal:
        messages.error(request, refusal.text)
    return redirect(_paper(request, dossier, paper_id))


@require_POST
@of_dossier
def remove(request: HttpRequest, dossier: Dossier, paper_id: UUID, mark_id: UUID) -> HttpResponse:
    """Take a mark away."""
    unmark(actor=visit(request).actor, mark_id=mark_id)
    return redirect(_paper(request, dossier, paper_id))


def _box(request: HttpRequest) -> Box:
    """Read page and rectangle; what is no number lies nowhere."""
    try:
        parts = [int(part) for part in request.POST.get("box", "").split(",") if part]
        page = int(request.POST.get("page", "0"))
    except ValueError:
        return Box(0)
    return Box(page, *parts) if len(parts) in {0, 4} else Box(0)


def _paper(request: HttpRequest, dossier: Dossier, paper_id: UUID) -> str:
    address = reverse("desk:paper", args=(dossier.public_id, paper_id))
    return f"{address}?{request.GET.urlencode()}#pane-papers"
