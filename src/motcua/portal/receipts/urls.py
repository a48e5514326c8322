"""Addresses of receipts."""

from __future__ import annotations

from django.urls import path

from motcua.portal.receipts import views

urlpatterns = [
    path("receipts/<uuid:receipt_id>/<slug:kind>", views.file, name="receipt-file"),
]
