"""The language of a page: asked for in the address, else kept in the browser, else Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

from motcua.identity.base import visit
from motcua.ui.language import remember

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.identity.middleware.host import Handler

PARAMETER = "lang"


class LanguageMiddleware:
    """Shows the page in the visitor's language and remembers a choice in the browser.

    The browser's own list of languages is not asked: many phones in Viet Nam say English.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if visit(request).is_api:
            return self.get_response(request)
        asked = known(request.GET.get(PARAMETER, ""))
        kept = known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        visit(request).chosen_language = asked
        with translation.override(asked or kept or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ("Cookie",))
        chosen = visit(request).chosen_language
        if chosen and chosen != kept:
            remember(response, chosen)
        return response


def known(language: str) -> str:
    """Give the language's code when pages exist in it, else nothing."""
    return language if language in dict(settings.LANGUAGES) else ""
