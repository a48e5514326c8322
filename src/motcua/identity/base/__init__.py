"""What every page may ask a request: which door it came through and who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from motcua.identity.enums import Door
    from motcua.kernel.actors import Actor


class Visit(HttpRequest):
    """A request as views see it, for annotations: identity's middleware adds these.

    Attributes:
        side: the door, told by the host name.
        is_api: a path below `/api/`: no session, no cookie, no language; bearer tokens only.
        actor: who acts, with the powers valid today; a citizen without numbers when nobody has
            signed in. Read on first use.
        chosen_language: the language to remember in this browser, when one was just chosen.

    """

    side: Door
    is_api: bool
    actor: Actor
    session: SessionBase
    chosen_language: str


def visit(request: HttpRequest) -> Visit:
    """See a request as identity's middleware left it."""
    return request  # type: ignore[return-value]  # the middleware added what Visit names
