"""Addresses on the officials' host."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from motcua.config import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("motcua.identity.urls")),
    path("ui/", include("motcua.ui.urls")),
    path("agency/", include("motcua.console.urls")),
    path("", include("motcua.desk.urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("motcua.demo.urls"))]

handler400 = "motcua.kernel.problems.bad_request"
handler403 = "motcua.kernel.problems.forbidden"
handler404 = "motcua.kernel.problems.not_found"
handler500 = "motcua.kernel.problems.server_error"
