"""What identity does to every request: door, session, CSRF, language, actor; the API passes."""

from __future__ import annotations

from motcua.identity.middleware.actor import ActorMiddleware
from motcua.identity.middleware.confirming import ConfirmingMiddleware
from motcua.identity.middleware.cookies import SideCsrfMiddleware, SideSessionMiddleware
from motcua.identity.middleware.host import HostMiddleware
from motcua.identity.middleware.language import LanguageMiddleware
from motcua.identity.middleware.pages import PageMiddleware
from motcua.identity.middleware.repeating import RepeatingMiddleware

__all__ = [
    "ActorMiddleware",
    "ConfirmingMiddleware",
    "HostMiddleware",
    "LanguageMiddleware",
    "PageMiddleware",
    "RepeatingMiddleware",
    "SideCsrfMiddleware",
    "SideSessionMiddleware",
]
