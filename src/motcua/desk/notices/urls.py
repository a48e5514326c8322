"""Addresses of the notices."""

from __future__ import annotations

from django.urls import path

from motcua.desk.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read", views.read_all, name="notices-read"),
    path("<uuid:notice_id>", views.notice, name="notice"),
]
