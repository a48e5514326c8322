"""The inbox of an official."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.notices import queries
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed
from motcua.notifications.actions import read_all_notices, read_notice

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is new for the official."""
    actor = visit(request).actor
    if actor.official_id is None:
        raise NotAllowed
    before = request.GET.get("before", "")
    known = int(before) if before.isdecimal() and len(before) < 19 else None
    page = queries.inbox(actor, known, clock.now())
    return render(request, "desk/notices/notices.html", {"inbox": page})


@never_cache
@login_required
@require_safe
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Take a notice as read and lead to what it is about."""
    read = read_notice(actor=visit(request).actor, public_id=notice_id, now=clock.now())
    return redirect(queries.place_of(read))


@never_cache
@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Take all that the official saw as read: what came meanwhile stays new."""
    now = clock.now()
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = now
    seen = min(until, now) if until.tzinfo else now
    read_all_notices(actor=visit(request).actor, until=seen, now=now)
    return redirect("desk:notices")
