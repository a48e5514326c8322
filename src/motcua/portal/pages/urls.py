"""Addresses of the front page and the standing texts."""

from __future__ import annotations

from django.urls import path

from motcua.portal.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help", views.help_page, name="help"),
    path("schemas/<slug:schema>/v1.json", views.schema, name="schema"),
    path("privacy", views.privacy, name="privacy"),
]
