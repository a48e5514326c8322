"""Addresses of what the agency offers and what awaits confirmation."""

from __future__ import annotations

from django.urls import path

from motcua.console.catalogue import views

urlpatterns = [
    path("offerings/", views.offerings, name="offerings"),
    path("awaiting/", views.awaiting, name="awaiting"),
    path("awaiting/<int:offering>/", views.awaiting_of, name="awaiting-of"),
]
