"""Addresses of absences."""

from __future__ import annotations

from django.urls import path

from motcua.desk.absences import views

urlpatterns = [
    path("", views.absences, name="absences"),
    path("<uuid:absence_id>/ket-thuc", views.end, name="absence-end"),
]
