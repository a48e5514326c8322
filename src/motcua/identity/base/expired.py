"""Posting after the session ended: said plainly, and what was typed is not lost.

The page repeats what was posted, and nothing is kept here: a script lays it aside in the browser's
tab and sends it again once one has signed in and come back to the form.
"""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who signed in; whoever posts without a session is told what happened."""
    let_in = login_required(view)

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: object, **rest: object) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [pair for pair in posted(request) if not pair[0].startswith("_")]
            page = {"typed": typed, "back": request.get_full_path()}
            return render(request, "identity/expired.html", page, status=401)
        return let_in(request, *args, **rest)

    return opened


def signed_in_script(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only those in who signed in; a script is told 401, for it can show no page."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: object, **rest: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return view(request, *args, **rest)

    return opened


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what a page posted, in order, without its token."""
    return [
        (name, value) for name, values in request.POST.lists() if name != _TOKEN for value in values
    ]
