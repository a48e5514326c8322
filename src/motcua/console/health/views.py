"""How the node is, for administrators: what they must hear before it costs anybody anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.console.gate import administrators_only
from motcua.kernel import clock, disk, outbox
from motcua.kernel.backups import backups
from motcua.notifications.queries.sending import resting_carriers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

_GIGABYTE = 1024**3


@require_safe
@administrators_only
def shown(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show how far backups are, whether there is room, and what waits or was given up."""
    now, kept, waits = clock.system_now(), backups(), outbox.backlog()
    page = {
        "agency": agency,
        "nav": "health",
        "backups": kept,
        "are_late": kept.are_late(now),
        "free": disk.free() / _GIGABYTE,
        "has_room": disk.has_room(),
        "waiting": waits.waiting,
        "dead": waits.dead,
        "resting": resting_carriers(),
    }
    return render(request, "console/health/health.html", page)
