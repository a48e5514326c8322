"""Every request has an id and a line in the log; exceptions of views become clear answers."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

from structlog.contextvars import bind_contextvars, clear_contextvars

from motcua.kernel.logging import log_request
from motcua.kernel.privacy import mask
from motcua.kernel.problems import BodyTooLarge, answer, anticipated, say_when

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

MOST_BYTES = 100 * 1024 * 1024
"""The longest body of a request: five files of 20 MB."""


_NOTHING = "camera=(), microphone=(), geolocation=()"
_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestLogMiddleware:
    """Gives a request the id that a proxy gave it, else a new one, and logs how it ended.

    All that is logged meanwhile carries the id; the answer has it as `X-Request-ID`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        # An id to find lines by; nothing is trusted to it, and it is nobody's number.
        is_id = _REQUEST_ID.fullmatch(given) and mask(given) == given
        name = given if is_id else f"{random.getrandbits(64):016x}"
        clear_contextvars()
        bind_contextvars(request_id=name)
        began = time.perf_counter()
        response = self._get_response(request)
        asked = f"{request.method} {request.path}"
        log_request(name, asked, response.status_code, time.perf_counter() - began)
        response.headers["X-Request-ID"] = name
        return response


class PermissionsMiddleware:
    """Forbids every page camera, microphone and place, but where the page itself asks for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Permissions-Policy", _NOTHING)
        return response


class ProblemMiddleware:
    """Answers anticipated errors, and those of database and disk that pass by themselves.

    Whatever answers 429 or 503 says when to come back.
    Errors in other middleware reach `problems.server_error` through `handler500` instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Before anything reads the body: whoever parses a form would put all of it on the disk.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return answer(request, BodyTooLarge(limit_bytes=MOST_BYTES))
        response = self._get_response(request)
        say_when(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer when the exception was anticipated; others are Django's, and are reported."""
        error = anticipated(exception)
        return None if error is None else answer(request, error)
