"""The list for an official's first day, by his roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.keeping.queries import first_day_of
from motcua.dossiers.actions.keeping import tick_first_day
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def first_day(request: HttpRequest) -> HttpResponse:
    """Show what to do on one's first day, with what is done of it."""
    actor = visit(request).actor
    if actor.official_id is None:
        raise NotAllowed
    things = first_day_of(actor, get_language() or "vi")
    context = {"things": things, "done": sum(one.is_done for one in things)}
    return render(request, "desk/keeping/first_day.html", context)


@never_cache
@login_required
@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """Tick one thing, or take the tick off; nothing named puts the list away or brings it back."""
    actor, item = visit(request).actor, request.POST.get("item", "")
    known = {"", *(one.code for one in first_day_of(actor, "vi"))}
    if item not in known:
        raise NotFound
    tick_first_day(actor=actor, item=item, now=clock.now())
    return redirect("desk:first-day" if item else "desk:queue")
