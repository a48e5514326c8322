"""Search, the page of a procedure, its blank form, and communes by province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from motcua.identity.base import visit
from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.portal.catalogue import queries
from motcua.portal.catalogue.forms import OfficeForm, SearchForm, cleaned
from motcua.portal.catalogue.queries.narrowing import Asking
from motcua.procedures.queries import Narrowing, life_events_on
from motcua.procedures.queries.browsing import FACETS
from motcua.procedures.queries.places import communes_asked

if TYPE_CHECKING:
    from django.http import HttpRequest

_FORMS_A_MINUTE = 20


@never_cache
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Show what was found for somebody's words, or everything there is, a page at a time."""
    asked = cleaned(SearchForm(request.GET))
    if asked["event"] and not asked["q"]:
        return redirect("portal:life-event", asked["event"])
    day = clock.civil_date(clock.now())
    near = queries.near_of(visit(request).actor, asked["province"], day)
    asking = Asking(
        words=asked["q"],
        narrowing=Narrowing(**{facet: asked[facet] for facet in FACETS}),
        province=asked["province"],
        page=int(asked["page"] or 1),
    )
    results = queries.results_for(asking, near, day, get_language() or "vi")
    page = {"nav": "procedures", "results": results, "asked": asked}
    return render(request, "portal/catalogue/procedures.html", page)


@cache_control(private=True, max_age=60)
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Give rows `[code, name]` of the procedures nearest to the words typed so far, `q`."""
    asked = cleaned(SearchForm(request.GET))
    day = clock.civil_date(clock.now())
    near = queries.near_of(visit(request).actor, asked["province"], day)
    rows = queries.suggestions_for(asked["q"], near, day, get_language() or "vi")
    return JsonResponse(rows, safe=False)


@never_cache
@require_safe
def life_events(request: HttpRequest) -> HttpResponse:
    """Show what happens in life and brings procedures with it."""
    events = life_events_on(clock.civil_date(clock.now()), get_language() or "vi")
    page = {"nav": "procedures", "events": events}
    return render(request, "portal/catalogue/life_events.html", page)


@never_cache
@require_safe
def life_event(request: HttpRequest, event: str) -> HttpResponse:
    """Show the procedures that go with one of them, in the order they are met."""
    asked = cleaned(OfficeForm(request.GET))
    day = clock.civil_date(clock.now())
    near = queries.near_of(visit(request).actor, asked["province"], day)
    found = queries.life_event_page(event, near, day, get_language() or "vi")
    page = {"nav": "procedures", "event": found}
    return render(request, "portal/catalogue/life_event.html", page)


@never_cache
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything to know about a procedure before signing in."""
    asked = cleaned(OfficeForm(request.GET))
    today = clock.civil_date(clock.now())
    language, province, office = get_language() or "vi", asked["province"], asked["office"]
    sheet = queries.sheet_of(code, today, language, province=province, office=office)
    page = {"nav": "procedures", "sheet": sheet}
    return render(request, "portal/catalogue/procedure.html", page)


@cache_control(public=True, max_age=3600)
@require_safe
def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form to print and fill in by hand. Raises `TooManyRequests`."""
    # Setting a page takes a good part of a second of a processor, and anybody may ask.
    ratelimits.hit(
        "portal.blank-form",
        client_address(request),
        limit=_FORMS_A_MINUTE,
        seconds=60,
        now=clock.system_now(),
    )
    content = queries.blank_form_pdf(code, clock.now())
    name = f"attachment; filename={code}.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": name})


@cache_control(private=True, max_age=60)
@require_safe
def process(request: HttpRequest, code: str) -> HttpResponse:
    """Give the drawing of a procedure's process by itself."""
    del request
    day, language = clock.civil_date(clock.now()), get_language() or "vi"
    return HttpResponse(queries.process_drawing(code, day, language), "image/svg+xml")


@cache_control(public=True, max_age=3600)
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Give the communes of `province` as rows `[code, name]`; none for one there is not.

    `era` asks for those there were until 30 June 2025.
    """
    rows = communes_asked(request.GET, clock.civil_date(clock.now()))
    return JsonResponse(rows, safe=False)
