"""How every view of a dossier begins: signed in, and one's own."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from motcua.dossiers.queries import dossier_for
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def of_dossier(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view one's own dossier in place of its id; a stranger's is not there."""

    @signed_in
    @wraps(view)
    def opened(request: HttpRequest, dossier_id: UUID, **rest: object) -> HttpResponseBase:
        return view(request, dossier_for(visit(request).actor, dossier_id), **rest)

    return opened
