"""Address of the leader's page."""

from __future__ import annotations

from django.urls import path

from motcua.desk.leading import views

urlpatterns = [path("", views.leading, name="leading")]
