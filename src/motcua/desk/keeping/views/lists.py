"""Saved views: kept from a queue, listed with their counts, moved up, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.keeping.queries import sharing_power
from motcua.dossiers.actions.keeping import delete_view, move_view, save_view
from motcua.dossiers.queries.keeping import views_shown
from motcua.dossiers.queries.narrowing import filters_from
from motcua.dossiers.queries.queues import Queue
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """List one's saved views and those shared with one's units."""
    rows = views_shown(visit(request).actor, clock.now())
    shown = [(row, urlencode(row.filters.as_pairs())) for row in rows]
    return render(request, "desk/keeping/views.html", {"rows": shown})


@never_cache
@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the address under a name."""
    actor = visit(request).actor
    pairs = filters_from(request.GET, Queue.ALL).as_kept()
    try:
        save_view(
            actor=actor,
            name=request.POST.get("name", "")[:60],
            pairs=pairs,
            now=clock.now(),
            shared_with=sharing_power(actor) if "shared" in request.POST else None,
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã lưu danh sách."))
    return redirect(f"{reverse('desk:queue')}?{urlencode(pairs)}")


@never_cache
@login_required
@require_POST
def up(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Move a saved view a place up."""
    move_view(actor=visit(request).actor, view_id=view_id)
    return redirect("desk:views")


@never_cache
@login_required
@require_POST
def delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Delete a saved view."""
    delete_view(actor=visit(request).actor, view_id=view_id)
    messages.success(request, _("Đã bỏ danh sách."))
    return redirect("desk:views")
