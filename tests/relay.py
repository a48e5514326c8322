"""A relay before a service, so that it can be gone for a while and lose nothing of its own."""

from __future__ import annotations

import contextlib
import select
import socket
import threading


class Relay:
    """Listens on a port of its own and passes everything on, until it is cut."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._take, args=(self._listening,), daemon=True).start()

    def _take(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):  # it was cut
            while True:
                near = listening.accept()[0]
                try:
                    far = socket.create_connection(("127.0.0.1", self._target))
                except OSError:  # what stands behind is not there either
                    near.close()
                    continue
                self._ends += [near, far]
                threading.Thread(target=_pass_on, args=(near, far), daemon=True).start()

    def cut(self) -> None:
        """Be gone: connections end, new ones are refused."""
        for each in [self._listening, *self._ends]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._ends.clear()

    def mend(self) -> None:
        """Be there again, on the same port."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._listen()


def _pass_on(near: socket.socket, far: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError), near, far:
        while True:
            for end in select.select([near, far], [], [])[0]:
                content = end.recv(65536)
                if not content:
                    return
                (far if end is near else near).sendall(content)
