"""Every page of a dossier begins here: an official who may see it opens it, and that is kept."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.views.decorators.cache import never_cache

from motcua.dossiers.actions.reading import open_dossier
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier


def of_dossier(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the dossier named in its address; a stranger's dossier is not there."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, public_id: UUID, **more: Any) -> HttpResponse:
        actor, now = visit(request).actor, clock.now()
        return view(request, open_dossier(actor=actor, public_id=public_id, now=now), **more)

    return opened


def way_back(request: HttpRequest, dossier: Dossier) -> str:
    """Give the address of the dossier, in the queue one came from."""
    address = reverse("desk:dossier", args=(dossier.public_id,))
    trail = request.GET.urlencode()
    return f"{address}?{trail}" if trail else address
