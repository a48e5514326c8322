"""All that only pages need of a request, in one place; API paths pass it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.exception import convert_exception_to_response
from django.utils.module_loading import import_string

from motcua.identity.base import visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.identity.middleware.host import Handler

    _Handler = Callable[[HttpRequest], HttpResponseBase]


class PageMiddleware:
    """Runs `settings.PAGE_MIDDLEWARE` around pages, in that order, as Django runs its own.

    An answer of the API is no page: it has no session, no cookie, no language, no content policy;
    a tenth of what filing there cost was asking each of these whether it was meant.
    """

    def __init__(self, get_response: Handler) -> None:
        self._others: _Handler = get_response
        self._pages: _Handler = get_response
        self._view_hooks: list[Callable[..., HttpResponseBase | None]] = []
        self._exception_hooks: list[Callable[..., HttpResponseBase | None]] = []
        for path in reversed(settings.PAGE_MIDDLEWARE):
            self._wrap(import_string(path)(self._pages))

    def _wrap(self, middleware: Any) -> None:
        """Put one around those before; its hook before a view runs earlier, that after later."""
        if hasattr(middleware, "process_template_response"):
            raise ImproperlyConfigured("process_template_response is not run for pages")
        if hasattr(middleware, "process_view"):
            self._view_hooks.insert(0, middleware.process_view)
        if hasattr(middleware, "process_exception"):
            self._exception_hooks.append(middleware.process_exception)
        self._pages = convert_exception_to_response(middleware)  # type: ignore[assignment]  # sync

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return (self._others if visit(request).is_api else self._pages)(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Give the first answer that a page's middleware has instead of the view."""
        if visit(request).is_api:
            return None
        answers = (hook(request, view, args, kwargs) for hook in self._view_hooks)
        return next((answer for answer in answers if answer is not None), None)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Give the first answer that a page's middleware has to an exception of the view."""
        if visit(request).is_api:
            return None
        answers = (hook(request, exception) for hook in self._exception_hooks)
        return next((answer for answer in answers if answer is not None), None)
