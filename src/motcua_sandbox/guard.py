"""Out of service: what the dial's `down` does to pages and calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua_sandbox import dial, web

if TYPE_CHECKING:
    from motcua_sandbox.store import Store


def when_up(store: Store, handler: web.Handler) -> web.Handler:
    """Answer 503 instead of asking the handler while the dial says `down`."""

    def guarded(request: web.Request) -> web.Response:
        if dial.read(store).down:
            text = "Tạm ngừng phục vụ. / Out of service."
            raise web.RefusedError(503, "down", text, **{"Retry-After": "10"})
        return handler(request)

    return guarded
