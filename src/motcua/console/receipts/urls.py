"""Addresses of series of receipts."""

from __future__ import annotations

from django.urls import path

from motcua.console.receipts import views

urlpatterns = [
    path("bien-lai/", views.listed, name="series"),
    path("bien-lai/mo/", views.add, name="series-add"),
    path("bien-lai/thoi-dung/", views.end, name="series-end"),
]
