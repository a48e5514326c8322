"""Feedback at the desk: the lists, one of them, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.voice import queries
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import open_stored
from motcua.voice.actions.reading import open_feedback
from motcua.voice.errors import FeedbackNotFound
from motcua.voice.queries.stories import file_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List feedback, the most urgent first."""
    page = queries.list_page(visit(request).actor, request.GET.get("loai", ""), clock.now())
    if page is None:
        raise NotAllowed
    return render(request, "desk/voice/feedback.html", {"page": page})


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """Show one piece of feedback and what may be done."""
    actor, now = visit(request).actor, clock.now()
    row = open_feedback(actor=actor, public_id=feedback_id, now=now)
    page = queries.one_page(actor, row, now, get_language() or "vi")
    return render(request, "desk/voice/feedback_one.html", {"page": page})


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, feedback_id: UUID, file_id: UUID) -> FileResponse:
    """Hand over a file that came with feedback."""
    row = open_feedback(actor=visit(request).actor, public_id=feedback_id, now=clock.now())
    kept = file_of(row, file_id)
    if kept is None:
        raise FeedbackNotFound
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
