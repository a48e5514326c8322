"""Addresses of the national catalogue, below an agency's."""

from __future__ import annotations

from django.urls import path

from motcua.console.national import views

urlpatterns = [
    path("national/flags/", views.flags, name="flags"),
    path("national/flags/chosen/", views.settle_chosen, name="settle-chosen"),
    path("national/flags/<str:record>/<str:kind>/<str:path>/", views.settle, name="settle"),
    path("national/changes/", views.changes, name="changes"),
    path("national/changes/<str:record>/", views.change, name="change"),
    path("national/gone/", views.gone, name="gone"),
    path("national/gone/<str:record>/withdraw/", views.withdraw, name="withdraw-gone"),
    path("national/gone/<str:record>/keep/", views.keep, name="keep-gone"),
    path("national/open/", views.to_open, name="to-open"),
    path("national/open/<str:record>/", views.open_one, name="open-one"),
]
