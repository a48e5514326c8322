"""Addresses of the register of receipts."""

from __future__ import annotations

from django.urls import path

from motcua.desk.receipts import views

urlpatterns = [
    path("", views.register, name="receipts"),
    path("su-dung", views.report, name="receipts-usage"),
    path("bang-ke", views.export, name="receipts-export"),
    path("<uuid:receipt_id>", views.receipt, name="receipt"),
    path("<uuid:receipt_id>/quyet", views.decide, name="receipt-decide"),
    path("<uuid:receipt_id>/<slug:kind>", views.file, name="receipt-file"),
]
