"""ClamAV's daemon, over TCP (`clamd://host:port`) or a socket (`clamd:///run/clamav/clamd.ctl`)."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from motcua.kernel.antivirus.base import Verdict
from motcua.kernel.enums import FileState
from motcua.kernel.errors import Unavailable

if TYPE_CHECKING:
    from motcua.kernel.antivirus.base import Content

_PORT = 3310
_SECONDS = 30
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """Streams content to clamd; a file that it cannot read to the end is not called clean."""

    name = "clamd"
    checks = True

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port, self._path = parts.hostname, parts.port or _PORT, parts.path

    def scan(self, content: Content) -> Verdict:
        """Have clamd read the content. Raises `Unavailable`."""
        try:
            answer = self._stream(content)
        except OSError as error:
            raise Unavailable from error
        # `stream: OK`, `stream: NAME FOUND`, or an error in words.
        said = answer.removeprefix("stream: ")
        if said == "OK":
            return Verdict(FileState.CLEAN, self.name)
        if said.endswith(" FOUND"):
            return Verdict(FileState.INFECTED, f"clamd: {said.removesuffix(' FOUND')}"[:40])
        raise Unavailable

    def ready(self) -> bool:
        """Say whether clamd answers."""
        try:
            with self._connection() as link:
                link.sendall(b"nPING\n")
                return _answer(link) == "PONG"
        except OSError:
            return False

    def _stream(self, content: Content) -> str:
        with self._connection() as link:
            link.sendall(b"nINSTREAM\n")
            while chunk := content.read(_CHUNK):
                link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
            return _answer(link)

    def _connection(self) -> socket.socket:
        if self._host:
            return socket.create_connection((self._host, self._port), timeout=_SECONDS)
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_SECONDS)
        try:
            link.connect(self._path)
        except OSError:
            link.close()
            raise
        return link


def _answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < _LONGEST_ANSWER:
        if not (chunk := link.recv(_LONGEST_ANSWER)):
            break
        answer += chunk
    return answer.decode(errors="replace").strip()
