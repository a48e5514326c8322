"""Switching the language of the pages without losing the page or the answers on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


def page_language() -> str:
    """Give the code of the language the page is written in."""
    return get_language() or settings.LANGUAGE_CODE


def remember(response: HttpResponseBase, code: str) -> None:
    """Set the language cookie to `code`; leave it when the code is not one of ours."""
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )


def back_to(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """Redirect to `address` when it is a page of this host, else to the front page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if is_ours else "/")
