"""Addresses of the deliveries room: machines only."""

from __future__ import annotations

from django.urls import path

from motcua.deliveries import api

app_name = "deliveries"
urlpatterns = [path("carrier", api.carrier_webhook, name="carrier-webhook")]
