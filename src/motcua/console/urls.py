"""Addresses of the console, below `/agency/` on the officials' host."""

from __future__ import annotations

from django.urls import include, path

from motcua.console.agencies.views import choose

app_name = "console"
urlpatterns = [
    path("", choose, name="choose"),
    path("<str:code>/", include("motcua.console.agencies.urls")),
    path("<str:code>/", include("motcua.console.officials.urls")),
    path("<str:code>/", include("motcua.console.catalogue.urls")),
    path("<str:code>/", include("motcua.console.documents.urls")),
    path("<str:code>/", include("motcua.console.national.urls")),
    path("<str:code>/", include("motcua.console.workshop.urls")),
    path("<str:code>/", include("motcua.console.processes.urls")),
    path("<str:code>/", include("motcua.console.outages.urls")),
    path("<str:code>/", include("motcua.console.voice.urls")),
    path("<str:code>/", include("motcua.console.deliveries.urls")),
    path("<str:code>/", include("motcua.console.receipts.urls")),
    path("<str:code>/", include("motcua.console.messages.urls")),
    path("<str:code>/", include("motcua.console.sending.urls")),
    path("<str:code>/", include("motcua.console.health.urls")),
]
