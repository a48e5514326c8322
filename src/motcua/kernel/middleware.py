"""Turns exceptions of views into clear answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.problems import BodyTooLarge, answer, anticipated

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

MOST_BYTES = 100 * 1024 * 1024
"""The longest body of a request: five files of 20 MB."""


class ProblemMiddleware:
    """Answers anticipated errors, and those of database and disk that pass by themselves.

    Errors in other middleware reach `problems.server_error` through `handler500` instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Before anything reads the body: whoever parses a form would put all of it on the disk.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return answer(request, BodyTooLarge(limit_bytes=MOST_BYTES))
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer when the exception was anticipated; others are Django's, and are reported."""
        error = anticipated(exception)
        return None if error is None else answer(request, error)
