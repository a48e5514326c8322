"""A form with a proof of identity that comes twice from one press goes on as the first did.

Without scripts a double click sends a form two times. The proof within serves once and changes the
session's key, so that a stolen cookie dies with it: the second would be told that its code was
used, or be led to the page of signing in, though everything was done. So the second waits until the
first is answered, and takes the key that it was given. Only the very same form gets that far:
whoever has the cookie alone knows neither its token nor the code.
"""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.auth import get_user
from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEPT: Final = 60
"""Seconds for which the answer to a form is known."""
_PATIENCE, _PAUSE = 30.0, 0.1
_AT_WORK, _REFUSED = "at-work", "refused"
_FIRST: Final[WeakKeyDictionary[HttpRequest, str]] = WeakKeyDictionary()
"""What the forms that came first are known by; gone with the request."""


def goes_on_as_the_first(request: HttpRequest) -> bool:
    """Note a form with a proof; where the same came before and was let in, go on in its session.

    Says whether it did. Where it came first, `tell` must tell the second how that ended.
    """
    key = _known_by(request)
    if cache.add(key, _AT_WORK, _KEPT):
        _FIRST[request] = key
        return False
    renewed = _answer(key)
    if renewed == _REFUSED:
        return False
    request.session = type(request.session)(renewed)
    request.session.modified = True  # its key goes to the browser, which may have missed the first
    vars(request).pop("_cached_user", None)
    vars(request).pop("actor", None)
    request.user = get_user(request)
    return True


def tell(request: HttpRequest, *, is_renewed: bool) -> None:
    """Tell the same form, if it comes again, how the first ended, once its session is kept."""
    key = _FIRST.pop(request, None)
    if key is not None:
        cache.set(key, request.session.session_key if is_renewed else _REFUSED, _KEPT)


def _known_by(request: HttpRequest) -> str:
    """Give what a form is known by: the session it came with, its page, and all it says."""
    came = [request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), request.path]
    said = json.dumps([came, sorted(request.POST.lists())])
    return f"identity.twice:{hashlib.sha256(said.encode()).hexdigest()}"


def _answer(key: str) -> str:
    """Wait for how the first ended; one that takes too long counts as refused."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        answer = cache.get(key, _REFUSED)
        if answer != _AT_WORK:
            return str(answer)
        time.sleep(_PAUSE)
    return _REFUSED
