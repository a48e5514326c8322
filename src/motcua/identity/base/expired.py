"""Pages for those who signed in: why is said, and what was typed when a session ended is not lost.

The page after a session's end repeats what was posted, and nothing is kept here: a script lays it
aside in the browser's tab and sends it again once one has signed in and come back to the form.
"""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrPromise

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_View = TypeVar("_View", bound="Callable[..., HttpResponseBase]")
_WHY = "why_signed_in"
_COMMON = _("Trang anh/chị mở chỉ dành cho người đã đăng nhập.")


def because(why: _StrPromise = _COMMON) -> Callable[[_View], _View]:
    """Keep beside a view why one has to sign in for it; the page that asks for it says so."""

    def kept(view: _View) -> _View:
        setattr(view, _WHY, why)
        return view

    return kept


def why_sign_in(address: str) -> str:
    """Give why the page of an address, a path with or without a query, takes signing in.

    Empty where everybody reads it, or nothing is there.
    """
    parts = urlsplit(address)
    if parts.netloc:
        return ""
    try:
        return str(getattr(resolve(parts.path).func, _WHY, ""))
    except Resolver404:
        return ""


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

    return because(getattr(view, _WHY, _COMMON))(opened)


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
