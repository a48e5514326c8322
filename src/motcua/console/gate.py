"""How every page of the console begins: signed in, and administrator of the agency shown."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache

from motcua.agencies.enums import Role
from motcua.agencies.queries.administration import administered_agency
from motcua.agencies.queries.finding import agency_of_code
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.procedures.errors import NotTheKeeper
from motcua.procedures.queries.rights import keeps_catalogue, offers_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.agencies.models import Agency


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


def keepers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view that changes what holds for every agency to those who may; say why to others."""

    @administrators_only
    @wraps(view)
    def opened(request: HttpRequest, agency: Agency, **rest: object) -> HttpResponseBase:
        if not keeps(request):
            raise NotTheKeeper
        return view(request, agency, **rest)

    return opened


def offerers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the agency in place of its code, to its administrators and to those above it."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, code: str, **rest: object) -> HttpResponseBase:
        actor = visit(request).actor
        agency = agency_of_code(code)
        if agency is None or not offers_at(actor, agency.pk):
            agency = administered_agency(actor, code)
        return view(request, agency, **rest)

    return opened


def keeps(request: HttpRequest) -> bool:
    """Say whether who looks may change what holds for every agency."""
    return keeps_catalogue(visit(request).actor, today())


def is_from_above(request: HttpRequest, agency: Agency) -> bool:
    """Say whether who looks administers an agency above this one, and not this one."""
    return not visit(request).actor.has_role(Role.ADMINISTRATOR, agency.pk)


def acting(request: HttpRequest, **subject: Any) -> dict[str, Any]:
    """Give what every action takes: who acts and when; and what it acts on."""
    return {"actor": visit(request).actor, "now": clock.now(), **subject}


def today() -> date:
    """Give the date in Viet Nam."""
    return clock.civil_date(clock.now())
