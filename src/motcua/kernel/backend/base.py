"""The backend: a persistent connection is looked at before use, without a round trip."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how it tells whether the other end is still there.

    Django sends `SELECT 1` before each request's first statement; that costs a third of a short
    request. A server that has gone closes the socket, and between two requests it sends nothing:
    only when there is something to read is it asked.
    """

    def is_usable(self) -> bool:
        """Say whether the server holds the other end."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True
