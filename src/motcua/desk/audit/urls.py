"""Addresses of auditors' pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("dossiers/<uuid:public_id>", views.trail, name="trail"),
]
