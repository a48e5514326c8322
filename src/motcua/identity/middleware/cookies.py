"""Sessions and CSRF secrets under cookie names of their own, for each door and installation.

Django's own middleware does the work. The cookies are renamed where a request comes in and where an
answer goes out, because browsers tell cookies apart by name and host, but not by port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.middleware.csrf import CsrfViewMiddleware

from motcua.identity.base import visit
from motcua.identity.enums import Door
from motcua.identity.middleware.twice import tell
from motcua.kernel import clock
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import (
        HttpRequest,
        HttpResponse,
        HttpResponseBase,
    )

ENTERED_AT = "entered_at"
"""Session key: when the account signed in, in seconds since 1970 of the machine's clock."""
_STEPS = "account_authentication_methods"  # where allauth lists each proof given in the session
_STEPPED_UP_AT = "stepped_up_at"
_FAILED = 500  # from here on no session is kept


@composed
def _kept(key: Any, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class _DoorSession(SessionStore):
    """A session whose row is read by a statement composed once: every page of a person reads it."""

    def _get_session_from_db(self) -> Session | None:
        """Give the row of the session; without one the key is forgotten, as Django does."""
        row = next(iter(_kept(key=self.session_key, now=clock.system_now())), None)
        if row is None:
            self._session_key = None
        return row


class PortalSession(_DoorSession):
    """A session of the citizens' door; its name salts the signature, so no other door reads it."""


class DeskSession(_DoorSession):
    """A session of the officials' door: it ends a fixed time after signing in, used or not."""

    def load(self) -> dict[str, Any]:
        """Read the session; one that is too old reads as empty."""
        content: dict[str, Any] = super().load()
        entered = content.get(ENTERED_AT)
        if entered is not None and _seconds_since(entered) > settings.DESK_SESSION_SECONDS:
            return {}
        return content

    def get_session_cookie_age(self) -> int:
        """Give the lifetime in seconds of a session whose owner did not ask for another."""
        age: int = settings.DESK_SESSION_SECONDS
        return age


_STORES: dict[Door, type[SessionStore]] = {Door.PORTAL: PortalSession, Door.DESK: DeskSession}


def session_cookie(door: Door) -> str:
    """Give the name of a door's session cookie."""
    return _name(door, "")


def csrf_cookie(door: Door) -> str:
    """Give the name of a door's CSRF cookie."""
    return _name(door, "_csrf")


def new_session(door: Door) -> SessionStore:
    """Make an empty session of a door."""
    return _STORES[door]()


class SideSessionMiddleware(SessionMiddleware):
    """Gives each door its own session, and a new session key after each proof of identity."""

    def process_request(self, request: HttpRequest) -> None:
        """Attach the door's session, read on first use."""
        door = visit(request).side
        _adopt(request, settings.SESSION_COOKIE_NAME, session_cookie(door))
        request.session = _STORES[door](request.COOKIES.get(settings.SESSION_COOKIE_NAME))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session when it changed, under the door's cookie name."""
        is_renewed = _renew_after_step_up(request)
        answer = super().process_response(request, response)
        tell(request, is_renewed=is_renewed and response.status_code < _FAILED)
        _publish(answer, settings.SESSION_COOKIE_NAME, session_cookie(visit(request).side))
        return answer


class SideCsrfMiddleware(CsrfViewMiddleware):
    """Checks forms against the door's own CSRF cookie."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the door's secret."""
        _adopt(request, settings.CSRF_COOKIE_NAME, csrf_cookie(visit(request).side))
        super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Send the secret under the door's cookie name."""
        answer = super().process_response(request, response)
        _publish(answer, settings.CSRF_COOKIE_NAME, csrf_cookie(visit(request).side))
        return answer


def _name(door: Door, suffix: str) -> str:
    prefix = "__Host-" if settings.HTTPS else ""
    return f"{prefix}{settings.COOKIE_PREFIX}_{door}{suffix}"


def _adopt(request: HttpRequest, django_name: str, own_name: str) -> None:
    # A cookie under Django's usual name belongs to some other program on this host.
    request.COOKIES.pop(django_name, None)
    if own_name in request.COOKIES:
        request.COOKIES[django_name] = request.COOKIES[own_name]


def _publish(response: HttpResponseBase, django_name: str, own_name: str) -> None:
    morsel = response.cookies.pop(django_name, None)
    if morsel is None:
        return
    morsel.set(own_name, morsel.value, morsel.coded_value)
    # Browsers drop a __Host- cookie without Secure, and Django deletes cookies without it.
    morsel["secure"] = morsel["secure"] or own_name.startswith("__Host-")
    response.cookies[own_name] = morsel


def _renew_after_step_up(request: HttpRequest) -> bool:
    """Give the session a new key where an identity was proved in it; say whether it was."""
    session = request.session
    if not (session.accessed and session.modified):
        return False
    steps = session.get(_STEPS)
    latest = steps[-1]["at"] if steps else None
    if latest is None or latest == session.get(_STEPPED_UP_AT):
        return False
    session.cycle_key()
    session[_STEPPED_UP_AT] = latest
    return True


def _seconds_since(timestamp: float) -> float:
    return clock.system_now().timestamp() - timestamp
