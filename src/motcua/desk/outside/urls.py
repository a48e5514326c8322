"""Addresses of the copy sheet."""

from __future__ import annotations

from django.urls import path

from motcua.desk.outside import views

urlpatterns = [
    path("<uuid:public_id>/he-thong-ngoai", views.systems, name="outside"),
    path("<uuid:public_id>/he-thong-ngoai/<slug:system>", views.sheet, name="outside-sheet"),
    path(
        "<uuid:public_id>/he-thong-ngoai/<slug:system>/sua-so",
        views.correct,
        name="outside-correct",
    ),
]
