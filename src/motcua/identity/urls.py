"""Addresses of identity, the same on both hosts."""

from __future__ import annotations

from django.urls import path

from motcua.identity import views

app_name = "identity"
urlpatterns = [
    path("language", views.language, name="language"),
]
