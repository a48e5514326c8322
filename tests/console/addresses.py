"""The officials' host in these tests: signing in and the console."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("motcua.identity.urls")),
    path("ui/", include("motcua.ui.urls")),
    path("agency/", include("motcua.console.urls")),
    # Not where the whole node has it: the rail must ask for the address.
    path("work/", include("motcua.desk.urls")),
]

handler400 = "motcua.kernel.problems.bad_request"
handler403 = "motcua.kernel.problems.forbidden"
handler404 = "motcua.kernel.problems.not_found"
handler500 = "motcua.kernel.problems.server_error"
