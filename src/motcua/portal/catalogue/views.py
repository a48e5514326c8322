"""Search, the page of a procedure, its blank form, and communes by province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from motcua.agencies.queries import PlacesOfToday
from motcua.kernel import clock
from motcua.portal.catalogue import queries
from motcua.portal.catalogue.forms import OfficeForm, SearchForm, cleaned

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Show what was found for somebody's words."""
    asked = cleaned(SearchForm(request.GET))
    found = queries.results_for(asked["q"], asked["event"], clock.now(), get_language() or "vi")
    page = {"nav": "procedures", "results": found, "asked": asked}
    return render(request, "portal/catalogue/procedures.html", page)


@never_cache
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything to know about a procedure before signing in."""
    asked = cleaned(OfficeForm(request.GET))
    today = clock.civil_date(clock.now())
    sheet = queries.sheet_of(code, today, get_language() or "vi", **asked)
    page = {"nav": "procedures", "sheet": sheet}
    return render(request, "portal/catalogue/procedure.html", page)


@cache_control(public=True, max_age=3600)
@require_safe
def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form to print and fill in by hand."""
    del request
    content = queries.blank_form_pdf(code, clock.now())
    name = f"attachment; filename={code}.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": name})


@cache_control(public=True, max_age=3600)
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Give the communes of `province` as rows `[code, name]`; none for one there is not.

    `era` asks for those there were until 30 June 2025.
    """
    asked = cleaned(OfficeForm(request.GET))
    book = PlacesOfToday(clock.civil_date(clock.now()))
    rows = (book.before() if asked["era"] else book).communes(asked["province"], "vi")
    return JsonResponse(list(rows), safe=False)
