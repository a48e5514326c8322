"""Addresses of the citizens' pages, by folder."""

from __future__ import annotations

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("", include("motcua.portal.pages.urls")),
    path("", include("motcua.portal.booking.urls")),
    path("", include("motcua.portal.catalogue.urls")),
    path("", include("motcua.portal.drafts.urls")),
    path("", include("motcua.portal.dossiers.urls")),
    path("", include("motcua.portal.deliveries.urls")),
    path("", include("motcua.portal.helping.urls")),
    path("", include("motcua.portal.kiosk.urls")),
    path("", include("motcua.portal.messages.urls")),
    path("", include("motcua.portal.payments.urls")),
    path("", include("motcua.portal.receipts.urls")),
    path("", include("motcua.portal.verify.urls")),
    path("", include("motcua.portal.voice.urls")),
]
