"""Pages of identity itself: the switch of language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.views.decorators.http import require_POST

from motcua.identity import actions
from motcua.identity.base import visit
from motcua.identity.middleware.language import PARAMETER, known
from motcua.ui.language import back_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and go back to the page: `language`, and `next` (else the referrer)."""
    chosen = known(request.POST.get("language", ""))
    if chosen:
        visit(request).chosen_language = chosen
        if request.user.is_authenticated:
            actions.choose_language(account=request.user, language=chosen)
    return back_to(request, _without_language(_came_from(request)))


def _came_from(request: HttpRequest) -> str:
    return request.POST.get("next") or request.headers.get("Referer", "/")


def _without_language(address: str) -> str:
    # An address that names a language would switch it back at once.
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    answers = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in answers if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode(kept)))
