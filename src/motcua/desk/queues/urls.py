"""Addresses of the queues."""

from __future__ import annotations

from django.urls import path

from motcua.desk.queues import views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("tim", views.find, name="find"),
    path("ban-giao.pdf", views.handed_over, name="handed-over"),
    path("nhan-ban-giao", views.taking_over, name="taking-over"),
]
