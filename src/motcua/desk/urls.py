"""Addresses of the officials' pages, by folder."""

from __future__ import annotations

from django.urls import include, path

app_name = "desk"

urlpatterns = [
    path("", include("motcua.desk.queues.urls")),
    path("dossiers/", include("motcua.desk.dossiers.urls")),
    path("leading/", include("motcua.desk.leading.urls")),
    path("audit/", include("motcua.desk.audit.urls")),
]
