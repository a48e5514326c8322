"""The address of how the node is."""

from __future__ import annotations

from django.urls import path

from motcua.console.health import views

urlpatterns = [path("tinh-trang/", views.shown, name="health")]
