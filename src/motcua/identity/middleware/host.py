"""Citizens and officials come through doors of their own, told by the host name."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port

from motcua.identity.enums import Door

Handler = Callable[[HttpRequest], HttpResponse]
# What machines read: answers without session, cookie and language.
API = ("/api/", "/catalogue.jsonld", "/catalogue/")
ACCOUNT = "/accounts/"


class HostMiddleware:
    """Sets `request.side`, `request.is_api` and, on the desk's hosts, the desk's addresses."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.doors = {name.lower(): Door.PORTAL for name in settings.PORTAL_HOSTS}
        self.doors |= {name.lower(): Door.DESK for name in settings.DESK_HOSTS}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = self._door(request)
        if door is None:
            # The name asked for is not repeated: it would end in a page or a log.
            return HttpResponseBadRequest("Unknown host.", content_type="text/plain")
        request.side = door  # type: ignore[attr-defined]
        request.is_api = request.path_info.startswith(API)  # type: ignore[attr-defined]
        if door is Door.DESK:
            request.urlconf = settings.DESK_URLCONF
        response = self.get_response(request)
        if door is Door.DESK or request.path_info.startswith(ACCOUNT):
            # Counters share their browsers; what a page did not allow is kept by none of them.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _door(self, request: HttpRequest) -> Door | None:
        try:
            name, _ = split_domain_port(request.get_host())
        except DisallowedHost:
            return None
        return self.doors.get(name)
