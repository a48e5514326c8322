"""Addresses on the citizens' host."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path

from motcua.config import health
from motcua.identity import api as identity_api
from motcua.openapi import views as linked

urlpatterns = [
    # First, because addresses are tried in order and machines ask most.
    path("api/v1/token", identity_api.token, name="token"),
    path("api/", include("motcua.openapi.urls")),
    path("api/webhooks/", include("motcua.payments.urls")),
    path("api/webhooks/", include("motcua.deliveries.urls")),
    path("api/webhooks/", include("motcua.notifications.urls")),
    path("api/webhooks/", include("motcua.texting.urls")),
    path("catalogue", linked.index, name="catalogue"),
    path("catalogue.jsonld", linked.catalogue, name="catalogue-linked"),
    path("catalogue/context.jsonld", linked.context, name="catalogue-context"),
    re_path(
        r"^catalogue/(?P<code>[0-9][0-9A-Za-z.-]{2,29})\.jsonld$",
        linked.service,
        name="catalogue-service",
    ),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("", include("motcua.identity.urls")),
    path("ui/", include("motcua.ui.urls")),
    path("", include("motcua.portal.urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("motcua.demo.urls"))]

handler400 = "motcua.kernel.problems.bad_request"
handler403 = "motcua.kernel.problems.forbidden"
handler404 = "motcua.kernel.problems.not_found"
handler500 = "motcua.kernel.problems.server_error"
