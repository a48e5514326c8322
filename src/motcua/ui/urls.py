"""Addresses of the interface itself: the language switch and, in a demo, the catalogue."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from motcua.ui import views

app_name = "ui"

CATALOGUE = [
    path("catalogue", views.catalogue, name="catalogue"),
    path("catalogue/form", views.catalogue_form, name="catalogue-form"),
    path("catalogue/desk", views.catalogue_desk, name="catalogue-desk"),
    path("catalogue/error/<int:status>", views.catalogue_error, name="catalogue-error"),
]
urlpatterns = [
    path("language", views.language, name="language"),
    *(CATALOGUE if settings.DEMO else []),
]
