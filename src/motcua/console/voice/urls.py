"""Addresses of guidance."""

from __future__ import annotations

from django.urls import path

from motcua.console.voice import views

urlpatterns = [
    path("huong-dan/", views.listed, name="guidance"),
    path("huong-dan/them/", views.add, name="guidance-add"),
    path("huong-dan/sua/", views.change, name="guidance-change"),
    path("huong-dan/bo/", views.remove, name="guidance-remove"),
    path("huong-dan/tra-lai/", views.restore, name="guidance-restore"),
]
