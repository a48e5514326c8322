"""The front page and the standing texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.agencies.queries.finding import is_founded
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.portal.pages import queries
from motcua.procedures.base.published import SCHEMAS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search field, one's dossiers, life events and notices.

    A node that was not set up says what to run.
    """
    if not is_founded():
        return render(request, "portal/pages/unfounded.html", status=503)
    front = queries.front_page(visit(request).actor, clock.now(), get_language() or "vi")
    return render(request, "portal/pages/home.html", {"front": front})


@require_safe
def schema(request: HttpRequest, schema: str) -> JsonResponse:
    """Publish the JSON Schema of form specs or of packs; the version stands in the address."""
    del request
    if schema not in SCHEMAS:
        raise NotFound
    answer = JsonResponse(SCHEMAS[schema](), content_type="application/schema+json")
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@never_cache
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to file, follow and pay, and whom to ask."""
    paying = queries.paying_help(clock.now())
    return render(request, "portal/pages/help.html", {"nav": "help", "paying": paying})


@never_cache
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is done with personal data."""
    return render(request, "portal/pages/privacy.html")
