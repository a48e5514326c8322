"""The language switch, and the catalogue that shows every component in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.kernel import clock
from motcua.ui import catalogue as samples, language as languages
from motcua.ui.fields import Press
from motcua.ui.posted import pressed

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen and go back to the page."""
    response = languages.back_to(request, request.POST.get("next", "/"))
    languages.remember(response, request.POST.get("language", ""))
    return response


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the components of citizens' pages."""
    return render(request, "ui/catalogue/portal.html", samples.portal(clock.now()))


@require_http_methods(["GET", "POST"])
def catalogue_form(request: HttpRequest) -> HttpResponse:
    """Show a page of questions; posting it shows it with its errors, or answers an autosave."""
    button = pressed(request.POST)
    if request.method == "POST" and button.press is Press.AUTOSAVE:
        return JsonResponse({"saved_at": clock.civil(clock.now()).strftime("%H:%M")})
    page = samples.questions(request.POST if request.method == "POST" else None)
    if button.press is not Press.LANGUAGE:
        return render(request, "ui/catalogue/form.html", page)
    with translation.override(button.target):
        response = render(request, "ui/catalogue/form.html", page)
    languages.remember(response, button.target)
    return response


@require_GET
def catalogue_desk(request: HttpRequest) -> HttpResponse:
    """Show the components of officials' pages."""
    return render(request, "ui/catalogue/desk.html", samples.desk(clock.now()))


@require_GET
def catalogue_error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error, under status 200 so that it can be looked at."""
    if status not in samples.ERRORS:
        raise Http404
    return render(request, f"errors/{status}.html", {"message": samples.ERRORS[status]})
