"""Addresses of the notifications room: machines only."""

from __future__ import annotations

from django.urls import path

from motcua.notifications import api

app_name = "notifications"
urlpatterns = [path("sms", api.sms_webhook, name="sms-webhook")]
