"""The doors alone: identity's own addresses, and pages that say who the visitor is."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from motcua.identity import api


def who(request):
    actor = request.actor
    return JsonResponse({"side": request.side, "actor": asdict(actor)})


def what_is_known(request):
    known = [name for name in ("session", "user") if hasattr(request, name)]
    return JsonResponse({"known": known, "actor": asdict(request.actor)["account_id"]})


def act(request):
    return JsonResponse({"done": request.method == "POST"})


def icon(request):
    return HttpResponse(status=204)


urlpatterns = [
    path("", who, name="front"),
    path("favicon.ico", icon),
    path("act", act),
    path("", include("motcua.identity.urls")),
    path("", include("motcua.ui.urls")),
    path("api/v1/who", who),
    path("api/v1/act", act),
    path("api/v1/known", what_is_known),
    path("api/v1/token", api.token),
]
