"""Addresses of the queues."""

from __future__ import annotations

from django.urls import path

from motcua.desk.queues import views

urlpatterns = [path("", views.queue, name="queue")]
