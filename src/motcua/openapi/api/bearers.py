"""Who calls: by a short-lived access token; the database is asked once a second for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.identity import queries as people
from motcua.identity.errors import TokenRefused
from motcua.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.kernel.actors import Actor


def caller(request: HttpRequest, scope: str) -> Actor:
    """Give who calls, when the token allows this scope. Raises `TokenRefused`, `TokenExpired`."""
    access = people.admitted(request.META.get("HTTP_AUTHORIZATION", ""), clock.system_now())
    if scope not in access.scopes:
        raise TokenRefused
    return access.actor
