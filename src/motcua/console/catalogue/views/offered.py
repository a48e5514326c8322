"""Pages of what the agency offers, and of what in it somebody must still confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.agencies.queries.standing import agencies_below
from motcua.console.catalogue import queries
from motcua.console.gate import administrators_only, is_from_above, offerers_only, today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency


@require_safe
@offerers_only
def offerings(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the procedures the agency takes, each with its level and the grounds of it."""
    rows = queries.offered(agency.pk, today(), get_language() or "vi")
    page = {
        "agency": agency,
        "nav": "offerings",
        "rows": rows,
        "below": agencies_below(agency, today()),
        "from_above": is_from_above(request, agency),
    }
    return render(request, "console/catalogue/offerings.html", page)


@require_safe
@administrators_only
def awaiting(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the procedures with the number of facts that await confirmation."""
    rows = queries.offered(agency.pk, today(), get_language() or "vi")
    page = {"agency": agency, "nav": "awaiting", "rows": rows}
    return render(request, "console/catalogue/awaiting.html", page)


@require_safe
@administrators_only
def awaiting_of(request: HttpRequest, agency: Agency, offering: int) -> HttpResponse:
    """List the facts of one procedure that await confirmation."""
    row = queries.offered_one(agency.pk, offering, today(), get_language() or "vi")
    page = {"agency": agency, "nav": "awaiting", "row": row}
    return render(request, "console/catalogue/awaiting_of.html", page)
