"""The language of a page: the one kept in the browser, else Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from motcua.identity import actions
from motcua.identity.base import visit
from motcua.ui.language import remember

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.identity.middleware.host import Handler

PARAMETER = "lang"


class LanguageMiddleware:
    """Shows pages in the visitor's language; a choice is kept in the browser and the account.

    `?lang=en` chooses, and leads to the same address without it. The browser's own list of
    languages is not asked: many phones in Viet Nam say English.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and PARAMETER in request.GET:
            return _chosen_by_address(request)
        visit(request).chosen_language = ""
        kept = _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        with translation.override(kept or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", kept or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        if visit(request).chosen_language:
            remember(response, visit(request).chosen_language)
        else:
            _keep_in_account(request, response)
        return response


def _chosen_by_address(request: HttpRequest) -> HttpResponse:
    answers = request.GET.copy()
    chosen = answers.pop(PARAMETER)[-1]
    query = f"?{answers.urlencode()}" if answers else ""
    # `//host` would be another site's address.
    response = HttpResponseRedirect("/" + request.path.lstrip("/") + query)
    remember(response, _known(str(chosen)))
    return response


def _keep_in_account(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a language that the page itself set in the browser, for mails and other browsers."""
    morsel = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    language = _known(morsel.value) if morsel else ""
    account = request.user if language and hasattr(request, "user") else None
    if account is not None and account.is_authenticated and account.language != language:
        actions.choose_language(account=account, language=language)


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else ""
