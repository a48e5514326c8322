"""Addresses of sending."""

from __future__ import annotations

from django.urls import path

from motcua.console.sending import views

urlpatterns = [
    path("gui-tin/", views.listed, name="sending"),
    path("gui-tin/gui-lai/", views.again, name="sending-again"),
    path("gui-tin/gia/", views.price, name="sending-price"),
    path("gui-tin/gio/", views.quiet, name="sending-quiet"),
    path("gui-tin/dau/", views.marks, name="sending-marks"),
]
