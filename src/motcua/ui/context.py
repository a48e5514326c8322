"""What every page's layout needs to know, given to templates as a context processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST = 2000
PRIVACY_PATH = "/privacy"  # a page of the citizens' side


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the names layouts use.

    `node_name`, `helpline`: what the band and the foot say. `demo`: whether the world is made up.
    `side`: `portal` or `desk`; `layout`: that side's base template. `portal_url`, `desk_url`:
    where the two sides answer. `language`, `languages`: the current one, and `(code, own name)`.
    `here`: the address to come back to. `login_url`, `privacy_url`: pages every side has.
    """
    side = "desk" if getattr(request, "urlconf", None) == settings.DESK_URLCONF else "portal"
    return {
        "node_name": settings.NODE_NAME,
        "helpline": settings.HELPLINE,
        "demo": settings.DEMO,
        "side": side,
        "layout": f"ui/{side}.html",
        "portal_url": settings.PORTAL_URL,
        "desk_url": settings.DESK_URL,
        "login_url": settings.LOGIN_URL,
        "privacy_url": PRIVACY_PATH if side == "portal" else settings.PORTAL_URL + PRIVACY_PATH,
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "here": _here(request),
    }


def _here(request: HttpRequest) -> str:
    """Give the address to come back to; what is asked in one too long to be ours is left out.

    Each page repeats it several times, and writing it into a link makes it longer.
    """
    whole = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return whole if len(whole) <= _LONGEST else request.path[:_LONGEST]
