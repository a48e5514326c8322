"""Middleware of others that only pages need: API paths pass it by, in a microsecond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.middleware import CSPMiddleware
from django.contrib.messages.middleware import MessageMiddleware

from motcua.identity.base import visit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PagesOnly:
    """Mixed in before a middleware class: lets API paths by."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if visit(request).is_api:
            passed: HttpResponse = self.get_response(request)
            return passed
        response: HttpResponse = super().__call__(request)  # type: ignore[misc]  # a mixin
        return response


class PageCspMiddleware(PagesOnly, CSPMiddleware):
    """The content policy of pages; an answer of the API is no page."""


class PageMessageMiddleware(PagesOnly, MessageMiddleware):
    """Django's messages, which live in the session."""
