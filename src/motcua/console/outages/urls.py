"""Addresses of declared outages."""

from __future__ import annotations

from django.urls import path

from motcua.console.outages import views

_ONE = "outages/<uuid:outage>/"

urlpatterns = [
    path("outages/", views.outages, name="outages"),
    path("outages/ask/", views.ask_for, name="outage-ask"),
    path(_ONE, views.outage, name="outage"),
    path(f"{_ONE}declare/", views.agree, name="outage-agree"),
    path(f"{_ONE}refuse/", views.refuse, name="outage-refuse"),
    path(f"{_ONE}call-off/", views.call_off, name="outage-call-off"),
    path(f"{_ONE}record.pdf", views.record, name="outage-record"),
    path(f"{_ONE}end/", views.end, name="outage-end"),
]
