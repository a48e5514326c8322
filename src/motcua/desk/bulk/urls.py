"""Address of acts upon many dossiers."""

from __future__ import annotations

from django.urls import path

from motcua.desk.bulk import views

urlpatterns = [path("", views.many, name="bulk")]
