"""How every view of the counter begins: an official who receives, and nothing kept by a browser."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from motcua.counters.queries import sits_at_counters
from motcua.identity.base import visit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def at_counter(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who receive somewhere."""

    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: object, **rest: object) -> HttpResponseBase:
        if not sits_at_counters(visit(request).actor):
            raise NotAllowed
        return view(request, *args, **rest)

    return opened


def language_of_page() -> str:
    """Give the language the page is shown in."""
    return get_language() or "vi"
