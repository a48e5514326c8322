"""Addresses of the paper that counters take in an outage."""

from __future__ import annotations

from django.urls import path

from motcua.desk.outages import views

urlpatterns = [
    path("", views.paper, name="outage-paper"),
    path("sheets", views.make, name="outage-sheets"),
    path("sheets/<uuid:block_id>.pdf", views.sheets, name="outage-sheets-pdf"),
    path("sheets/<uuid:block_id>/used", views.used, name="outage-sheets-used"),
    path("bind", views.bind, name="outage-bind"),
    path("spoil", views.spoil, name="outage-spoil"),
    path("restore", views.restore, name="outage-restore"),
]
