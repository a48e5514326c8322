"""Addresses of the room of incoming text messages: machines only."""

from __future__ import annotations

from django.urls import path

from motcua.texting import api

app_name = "texting"
urlpatterns = [path("text", api.text_webhook, name="text-webhook")]
