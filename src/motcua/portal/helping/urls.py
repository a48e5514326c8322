"""Addresses of filing for another."""

from __future__ import annotations

from django.urls import path

from motcua.portal.helping import views

urlpatterns = [
    path("helping", views.helping, name="helping"),
    path("helping/end", views.end_by_code, name="helping-end-code"),
    path("helping/<uuid:mandate_id>", views.confirm, name="helping-confirm"),
    path("helping/<uuid:mandate_id>/end", views.end, name="helping-end"),
]
