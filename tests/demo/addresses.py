"""The citizens' pages with the demo's stage, which is only there in a demo."""

from __future__ import annotations

from django.urls import include, path

from motcua.config.urls_portal import urlpatterns as portal

urlpatterns = [*portal, path("demo/", include("motcua.demo.urls"))]
