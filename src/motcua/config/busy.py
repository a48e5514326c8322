"""What somebody is told at once who would wait too long: 503, and when to come back."""

from __future__ import annotations

import random
import time
from functools import cache
from typing import TYPE_CHECKING

import structlog
from csp.utils import build_policy
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.utils import translation
from prometheus_client import Counter

from motcua.kernel.errors import Busy
from motcua.kernel.problems import as_page, as_problem, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

# Not all at once: who is turned away together must not come back together.
_SOONEST, _LATEST = 5, 15
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_SECONDS_BETWEEN_LINES = 10.0
log = structlog.get_logger(__name__)
refused = Counter("motcua_web_refused", "Requests that were turned away, because too many waited.")


class _Told:
    """When the log was told last, and of how many since."""

    at = 0.0
    count = 0


def turn_away(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 503 as the asker reads it, without session, database or view (a WSGI application)."""
    _note()
    request = WSGIRequest(environ)
    error = Busy(retry_after=random.randint(_SOONEST, _LATEST))  # noqa: S311 - no secret
    response = as_problem(request, error)
    if not wants_json(request):
        response.content = _page("read" if request.method in _READS else "send")
        response["Content-Type"] = "text/html; charset=utf-8"
        response["Content-Security-Policy"] = _policy()
        response["X-Frame-Options"] = "DENY"
    response["X-Content-Type-Options"] = "nosniff"
    response["Vary"] = "Accept"
    response["Content-Length"] = str(len(response.content))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


@cache
def _page(doing: str) -> bytes:
    """Draw the page in both languages, once: all who read something get the same, or who send."""
    with translation.override("vi"):
        return bytes(as_page(HttpRequest(), Busy(doing=doing)).content)


@cache
def _policy() -> str:
    return str(build_policy())


def _note() -> None:
    """Count, and tell the log now and then rather than each time."""
    refused.inc()
    _Told.count += 1
    now = time.monotonic()
    if now - _Told.at >= _SECONDS_BETWEEN_LINES:
        count, _Told.at, _Told.count = _Told.count, now, 0
        log.warning("web.turned_away", count=count)
