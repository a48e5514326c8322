"""The queues of a working day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.queues import queries
from motcua.dossiers.queries.queues import queues_of
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show a page of a queue, narrowed by what the address says.

    Who only administers has none, and is led to the pages he has.
    """
    actor, language = visit(request).actor, get_language() or "vi"
    if not queues_of(actor):
        return redirect("console:choose")
    view = queries.queue_view(actor, request.GET, clock.now(), language)
    return render(request, "desk/queues/queue.html", {"view": view})
