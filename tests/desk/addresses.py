"""The desk's addresses in these tests: the interface, signing in, and the officials' pages."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("ui/", include("motcua.ui.urls")),
    path("", include("motcua.identity.urls")),
    path("", include("motcua.desk.urls")),
    # Not where the whole node has it: the rail must ask for the address.
    path("offices/", include("motcua.console.urls")),
]
handler404 = "motcua.kernel.problems.not_found"
