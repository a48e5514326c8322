"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path, re_path

from motcua.portal.catalogue import views

_CODE = r"(?P<code>[0-9][0-9A-Za-z.-]{2,29})"

urlpatterns = [
    path("procedures", views.procedures, name="procedures"),
    path("procedures/suggestions", views.suggestions, name="suggestions"),
    path("life-events", views.life_events, name="life-events"),
    path("life-events/<slug:event>", views.life_event, name="life-event"),
    re_path(rf"^procedures/{_CODE}$", views.procedure, name="procedure"),
    re_path(rf"^procedures/{_CODE}/form\.pdf$", views.blank_form, name="blank-form"),
    re_path(rf"^procedures/{_CODE}/process\.svg$", views.process, name="process"),
    path("places", views.places, name="places"),
]
