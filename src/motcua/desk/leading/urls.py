"""Addresses of the leader's pages."""

from __future__ import annotations

from django.urls import path

from motcua.desk.leading import views

urlpatterns = [
    path("", views.leading, name="leading"),
    path("ho-so", views.dossiers, name="leading-dossiers"),
    path("bao-cao", views.reports, name="reports"),
    path("bao-cao/<uuid:report_id>", views.report, name="report"),
    path("bao-cao/<uuid:report_id>/dong-y", views.decide, name="report-decide"),
    path("bao-cao/<uuid:report_id>/tep", views.report_file, name="report-file"),
]
