"""Addresses of the counter's parcels."""

from __future__ import annotations

from django.urls import path

from motcua.desk.deliveries import views

urlpatterns = [
    path("", views.parcels, name="parcels"),
    path("nhan", views.receive, name="parcel-receive"),
    path("<uuid:parcel_id>/nhan-dan", views.label, name="parcel-label"),
    path("<uuid:parcel_id>/gui-lai", views.again, name="parcel-again"),
]
