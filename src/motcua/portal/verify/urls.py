"""Addresses of checking documents."""

from __future__ import annotations

from django.urls import path

from motcua.portal.verify import views

urlpatterns = [
    path("verify", views.verify, name="verify"),
    path("v/<slug:verification_id>", views.issued, name="issued"),
    path("v/<slug:verification_id>/file", views.issued_file, name="issued-file"),
]
