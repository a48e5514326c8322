"""Addresses of the guide."""

from __future__ import annotations

from django.urls import path

from motcua.desk.guide import views

urlpatterns = [
    path("", views.guide, name="guide"),
    path("in", views.whole, name="guide-whole"),
    path("hinh/<slug:picture>.webp", views.picture, name="guide-picture"),
    path("<slug:chapter>", views.chapter, name="guide-chapter"),
]
