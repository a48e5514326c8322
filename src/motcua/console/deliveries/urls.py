"""Addresses of the tariff of the post."""

from __future__ import annotations

from django.urls import path

from motcua.console.deliveries import views

urlpatterns = [
    path("buu-chinh/", views.listed, name="tariff"),
    path("buu-chinh/them/", views.add, name="tariff-add"),
    path("buu-chinh/ngung/", views.end, name="tariff-end"),
    path("buu-chinh/rut/", views.withdraw, name="tariff-withdraw"),
]
