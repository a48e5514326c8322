"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from motcua.desk.register import views

urlpatterns = [
    path("", views.register_page, name="register"),
    path("lap-so", views.write, name="register-write"),
]
