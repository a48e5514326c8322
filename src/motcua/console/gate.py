"""How every page of the console begins: signed in, and administrator of the agency shown."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache

from motcua.agencies.queries.administration import administered_agency
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def administrators_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the agency in place of its code, which only its administrator passes.

    A stranger's agency answers as one that does not exist.
    """

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, code: str, **rest: object) -> HttpResponseBase:
        agency = administered_agency(visit(request).actor, code)
        return view(request, agency, **rest)

    return opened


def acting(request: HttpRequest, **subject: Any) -> dict[str, Any]:
    """Give what every action takes: who acts and when; and what it acts on."""
    return {"actor": visit(request).actor, "now": clock.now(), **subject}


def today() -> date:
    """Give the date in Viet Nam."""
    return clock.civil_date(clock.now())
