"""How every view of a draft begins: signed in, one's own, not filed yet."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import get_language

from motcua.dossiers.actions import Typed, save_answers, speak
from motcua.dossiers.queries import draft_for
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in
from motcua.kernel import clock
from motcua.portal.drafts.queries import CHECK, route_of
from motcua.ui.language import remember

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from motcua.dossiers.models import Draft


def of_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view one's own draft in place of its id; a filed one leads to its dossier."""

    @signed_in
    @wraps(view)
    def opened(request: HttpRequest, draft_id: UUID, **rest: object) -> HttpResponseBase:
        draft = draft_for(visit(request).actor, draft_id)
        if draft.dossier is not None:
            return redirect("portal:filed", draft.dossier.public_id)
        return view(request, draft, **rest)

    return opened


def to_stop(draft: Draft, code: str) -> HttpResponse:
    """Lead to a stop of the way; `papers` and `check` have addresses of the same shape."""
    return redirect("portal:draft-page", draft.public_id, code)


def onward(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """Lead on from a stop, and remember the next; back to the last look if one came from there."""
    now = clock.now()
    is_review = request.GET.get("from") == CHECK
    stop = CHECK if is_review else route_of(draft, clock.civil_date(now)).after(code)
    actor = visit(request).actor
    save_answers(actor=actor, draft_id=draft.public_id, typed=Typed(stop, {}), now=now)
    return to_stop(draft, stop)


def here(request: HttpRequest, anchor: str = "") -> HttpResponse:
    """Lead to the same page again, so that reloading posts nothing."""
    address = "/" + request.get_full_path().lstrip("/")  # `//host` would be another site
    return redirect(f"{address}#{anchor}" if anchor else address)


def in_language(request: HttpRequest, draft: Draft, chosen: str) -> HttpResponse:
    """Go on with the draft on the same page in another language, if it is one of ours."""
    if chosen not in dict(settings.LANGUAGES):
        return here(request)
    speak(actor=visit(request).actor, draft_id=draft.public_id, language=chosen, now=clock.now())
    response = here(request)
    remember(response, chosen)
    return response


def language_of_page() -> str:
    """Give the language the page is shown in."""
    return get_language() or "vi"
