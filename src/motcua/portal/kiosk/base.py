"""How a device becomes a kiosk, and what is different on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from motcua.counters.base import kiosk_rule_on
from motcua.counters.queries.devices import cookie_name, kiosk_of, written
from motcua.kernel import clock

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.counters.models import Kiosk

_YEAR = 365 * 24 * 3600


def make_kiosk_of(response: HttpResponseBase, kiosk: Kiosk) -> None:
    """Let the browser that gets this answer be the kiosk."""
    how: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.HTTPS}
    response.set_cookie(cookie_name(), written(kiosk), max_age=_YEAR, path="/", **how)


def device(request: HttpRequest) -> dict[str, Any]:
    """Give templates what is different on a kiosk (`device`): where it asks after how long.

    The layout of citizens' pages reads it, so that signing in is no exception.
    """
    found = kiosk_of(request)
    if found is None:
        return {}
    rule = kiosk_rule_on(clock.civil_date(clock.now()))
    # Where a page was posted, its address alone is what one comes back to.
    back = request.get_full_path() if request.method == "GET" else request.path
    asks = f"{reverse('portal:kiosk-warning')}?{urlencode({'next': back})}"
    return {"device": {"seconds": rule.idle_seconds, "asks": asks}}
