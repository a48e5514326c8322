"""Auditors' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.audit import queries
from motcua.dossiers.actions.reading import open_dossier
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Show the logs of one's agencies; posting checks them against the signed tree heads."""
    actor = visit(request).actor
    logs = queries.logs_of(actor)
    verdict = queries.checked(actor, clock.now()) if request.method == "POST" else None
    return render(request, "desk/audit/audit.html", {"logs": logs, "verdict": verdict})


@never_cache
@login_required
@require_safe
def trail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show every act and every reading of a dossier, as the log has them."""
    actor, now = visit(request).actor, clock.now()
    queries.require_auditor(actor)
    dossier = open_dossier(actor=actor, public_id=public_id, now=now)
    rows = queries.trail_of(dossier)
    return render(request, "desk/audit/trail.html", {"dossier": dossier, "rows": rows})
