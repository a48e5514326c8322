"""Addresses of what scripts of forms ask."""

from __future__ import annotations

from django.urls import path

from motcua.desk.places import views

urlpatterns = [path("", views.places, name="places")]
