"""A page's form pressed many times is done once: whoever comes second gets the first answer.

Each page that is drawn has a form token of its own (Django's, against forged forms, masked anew
each time). What was sent last with it is kept with where it led; the same again leads there and
does nothing. Presses that arrive together wait for the first one. Acts that must be told apart for
longer than a page, and those of people who did not sign in, have tokens of their own besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponse, HttpResponseRedirect

from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.idempotency import Answer, answered_last, as_body, keep_last, one_at_a_time

if TYPE_CHECKING:
    from django.contrib.messages.storage.base import Message
    from django.http import HttpRequest

    from motcua.identity.middleware.host import Handler

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_KIND = "text/html"


class RepeatingMiddleware:
    """Does a form of somebody who signed in once, however often it is sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _token_of(request)
        if not token:
            return self.get_response(request)
        session = request.session.session_key
        name = {"scope": f"page:{session}:{request.get_full_path()}", "key": token}
        sent = _sent(request)
        with one_at_a_time(**name):
            before = answered_last(**name, body=sent)
            if before is not None:
                return _again(request, before)
            response = self.get_response(request)
            # A step up, a sign-in and whatever else changes the session sends a cookie with it, as
            # does a choice of language, which is made as often as it is asked for.
            has_cookie = request.session.modified or bool(response.cookies)
            is_done = getattr(request, "reached_view", False) and response.status_code in {302, 303}
            if is_done and not has_cookie:
                keep_last(**name, body=sent, answer=_answer(request, response), now=clock.now())
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note that no other middleware turned the request away."""
        del view, args, kwargs
        request.reached_view = True  # type: ignore[attr-defined]  # for the answer on its way out


def _token_of(request: HttpRequest) -> str:
    """Give the token of a page's form; nothing for a script's fetch, which asks again by design."""
    is_form = request.method == "POST" and request.content_type in _FORMS
    if not is_form or visit(request).is_api or not request.user.is_authenticated:
        return ""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return ""
    return request.POST.get(_TOKEN, "")[:64]


def _sent(request: HttpRequest) -> bytes:
    fields = [pair for pair in request.POST.lists() if pair[0] != _TOKEN]
    return as_body([fields, list(request.FILES.lists())])


def _answer(request: HttpRequest, response: HttpResponse) -> Answer:
    """Keep where an answer leads, and what the next page is to say."""
    said = [[one.level, str(one.message), one.extra_tags] for one in _waiting(request)]
    body = orjson.dumps([response.headers["Location"], said])
    return Answer(response.status_code, _KIND, body)


def _again(request: HttpRequest, before: Answer) -> HttpResponse:
    """Lead where the first press led; it may have lost what it was to say with its answer."""
    target, said = orjson.loads(before.body)
    waiting = {str(one.message) for one in _waiting(request)}
    for level, text, tags in said:
        if text not in waiting:
            messages.add_message(request, level, text, extra_tags=tags or "")
    return HttpResponseRedirect(target)


def _waiting(request: HttpRequest) -> list[Message]:
    """Look at what the next page is to say, without its counting as said."""
    storage = messages.get_messages(request)
    found = list(storage)
    if isinstance(storage, BaseStorage):
        storage.used = False
    return found
