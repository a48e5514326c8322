"""The leader's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.leading import queries
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def leading(request: HttpRequest) -> HttpResponse:
    """Show six figures, two charts and one table; each figure opens its dossiers."""
    screen = queries.screen(visit(request).actor, clock.now())
    return render(request, "desk/leading/leading.html", {"screen": screen})
