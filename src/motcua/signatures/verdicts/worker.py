"""The process that reads hostile files: limited in memory, time and rights, one file after another.

Run as `python -m motcua.signatures.verdicts.worker` with a socket as standard input. A question is
a length (4 bytes), a JSON header and the file; the answer a length and a verdict as JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import socket
import struct
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.signatures.verdicts.jws import judge_jws
from motcua.signatures.verdicts.pdf import judge_pdf
from motcua.signatures.verdicts.trust import Trust
from motcua.signatures.verdicts.xades import judge_xades

if TYPE_CHECKING:
    from motcua.signatures.verdicts.findings import Verdict

MEMORY = 300 * 1024 * 1024
SECONDS = 10
# Python keeps what it once took; a process that grew is replaced after its answer.
_GROWN = 200 * 1024 * 1024
_FILES = 500
_LENGTH = struct.Struct(">I")


def main() -> None:
    """Answer questions until the other side hangs up, or this process has grown or is old."""
    _limit()
    link = socket.socket(fileno=0)
    send(link, {"ready": True})
    for number in range(1, _FILES + 1):
        question = receive(link)
        if question is None:
            return
        # The asker gives up after SECONDS; should it be gone, this process ends by itself.
        signal.alarm(SECONDS + 2)
        data = read_exactly(link, question["size"])
        verdict = judge(question, data)
        del data
        signal.alarm(0)
        is_last = number == _FILES or _memory() > _GROWN
        send(link, {"verdict": verdict.as_json(), "is_last": is_last})
        if is_last:
            return


def judge(question: dict[str, Any], data: bytes) -> Verdict:
    """Judge one file as the question says."""
    trust = Trust.from_json(question["trust"])
    at = datetime.fromisoformat(question["at"])
    if question["format"] == "json":
        return judge_jws(data, trust=trust, at=at)
    if question["format"] == "xml":
        return judge_xades(data, trust=trust, at=at)
    return judge_pdf(data, trust=trust, at=at, since=question["since"])


def send(link: socket.socket, message: dict[str, Any], data: bytes = b"") -> None:
    """Write one message, and a file behind it."""
    text = json.dumps(message).encode()
    link.sendall(_LENGTH.pack(len(text)) + text)
    link.sendall(data)


def receive(link: socket.socket) -> dict[str, Any] | None:
    """Read one message; None where the other side hung up."""
    head = link.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(head) < _LENGTH.size:
        return None
    message: dict[str, Any] = json.loads(read_exactly(link, _LENGTH.unpack(head)[0]))
    return message


def read_exactly(link: socket.socket, size: int) -> bytes:
    """Read that many bytes; raise `EOFError` where the other side hangs up before."""
    buffer = bytearray(size)
    view, filled = memoryview(buffer), 0
    while filled < size:
        count = link.recv_into(view[filled:])
        if count == 0:
            raise EOFError
        filled += count
    return bytes(buffer)


def _memory() -> int:
    # Not getrusage: its peak is inherited from the process that started this one.
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[1]) * resource.getpagesize()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


if __name__ == "__main__":
    main()
