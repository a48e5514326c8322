"""Addresses of the public API."""

from __future__ import annotations

from django.urls import path

from motcua.openapi.api import api

urlpatterns = [path("v1/", api.urls)]
