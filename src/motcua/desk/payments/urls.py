"""Addresses of the accountants' pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.payments import views

urlpatterns = [
    path("", views.days, name="takings"),
    path("<str:agency>/<slug:day>", views.day, name="takings-day"),
    path("<str:agency>/<slug:day>/khoa-so", views.close, name="takings-close"),
]
