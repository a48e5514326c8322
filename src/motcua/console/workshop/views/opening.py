"""How every page of a draft begins: an administrator, and the version he opens."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.urls import reverse

from motcua.console.gate import administrators_only, keepers_only, today
from motcua.console.workshop.queries import draft_of
from motcua.identity.base import visit
from motcua.procedures.queries.rights import writes_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.agencies.models import Agency
    from motcua.console.workshop.base.places import Spot


def of_version(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the agency of its administrator, and the version in place of its number."""

    @administrators_only
    @wraps(view)
    def opened(
        request: HttpRequest, agency: Agency, version: int, **rest: object
    ) -> HttpResponseBase:
        draft, actor = draft_of(version), visit(request).actor
        is_ours = writes_in(actor, draft.version.begun_by, today())
        return view(request, agency, replace(draft, is_ours=is_ours), **rest)

    return opened


def of_kept_version(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Do the same for a view that changes what holds for every agency."""

    @keepers_only
    @wraps(view)
    def opened(
        request: HttpRequest, agency: Agency, version: int, **rest: object
    ) -> HttpResponseBase:
        return view(request, agency, draft_of(version), **rest)

    return opened


def page_of(agency: Agency, version: int, at: str = "", anchor: str = "") -> str:
    """Give the address where a part of a version is edited."""
    address = reverse("console:workshop-edit", args=[agency.code, version])
    return f"{address}?at={quote(at)}" + (f"#{anchor}" if anchor else "")


def list_of(agency: Agency, version: int, spot: Spot, anchor: str = "") -> str:
    """Give the address of the list that an item stands in; those of the pack have pages apart."""
    if spot.above or spot.branch is None:
        return page_of(agency, version, spot.above, anchor)
    address = reverse("console:workshop-edit", args=[agency.code, version])
    return f"{address}?list={spot.branch.key}" + (f"#{anchor}" if anchor else "")


def overview_of(agency: Agency, version: int) -> str:
    """Give the address of a version's first page."""
    return reverse("console:workshop-version", args=[agency.code, version])
