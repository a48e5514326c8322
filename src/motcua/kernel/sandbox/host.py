"""The host process: `python -m motcua.kernel.sandbox.host MODULE …` forks a child for each job.

Frames come in on standard input and go out on standard output. The child writes its answer into a
pipe that only the host reads, so that a child gone mad cannot disturb the next job's frames.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import os
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.kernel.sandbox import wire
from motcua.kernel.sandbox.threads import forbid_children

if TYPE_CHECKING:
    from typing import BinaryIO

MEGABYTE = 1024 * 1024
_NOBODY = 65534
_OPEN_FILES = 64
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
_OUT_OF_MEMORY = 3
_SECONDS_TO_EXIT = 1.0


def main() -> None:
    """Import the parsers, cut the network, and serve until standard input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    libc = ctypes.CDLL(None, use_errno=True)
    for name in sys.argv[1:]:
        importlib.import_module(name)
    wire.write(sink, {"network_is_off": cut_network(libc)}, [])
    with contextlib.suppress(wire.FrameBroken):
        while True:
            _serve(source, sink)


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    head, parts = wire.read(source)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(head, parts, writer)
    os.close(writer)
    deadline = time.monotonic() + head["seconds"]
    output, is_whole = _collect(reader, deadline, head["megabytes"] * MEGABYTE)
    os.close(reader)
    status = _ended(child, patience=_SECONDS_TO_EXIT if is_whole else 0.0)
    wire.write(sink, {"status": status if is_whole else "limit"}, [output])


def _ended(child: int, patience: float) -> str:
    """Wait for a child that has closed its pipe, end it when it goes on, and say how it ended."""
    deadline = time.monotonic() + patience
    while (found := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() >= deadline:
            os.kill(child, signal.SIGKILL)
            found = os.waitpid(child, 0)
            break
        time.sleep(0.0005)
    code = os.waitstatus_to_exitcode(found[1])
    return {0: "done", _OUT_OF_MEMORY: "limit", -signal.SIGXCPU: "limit"}.get(code, "crash")


def _collect(reader: int, deadline: float, most: int) -> tuple[bytes, bool]:
    """Read a pipe to its end; False when time or room ran out first."""
    content = bytearray()
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        chunk = os.read(reader, MEGABYTE)
        if not chunk:
            return bytes(content), True
        content += chunk
        if len(content) > most:
            break
    return b"", False


def _work(head: dict[str, Any], parts: list[bytes], writer: int) -> None:
    """Do the job in the child; never returns."""
    code = 1
    try:
        _close_all_but(writer)
        give_up_powers(head["seconds"], head["megabytes"])
        module, _, name = head["function"].rpartition(".")
        function = getattr(sys.modules[module], name)
        data, output = function(parts, head["options"])
        answer = io.BytesIO()
        wire.write(answer, {"data": data}, [output])
        _write_all(writer, answer.getbuffer())
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 - the child's end, whatever it was
        reason = {"refused": getattr(error, "reason", type(error).__name__)}
        with contextlib.suppress(BaseException):
            answer = io.BytesIO()
            wire.write(answer, reason, [])
            _write_all(writer, answer.getbuffer())
            code = 0
    finally:
        os._exit(code)


def _write_all(writer: int, content: memoryview) -> None:
    while content:
        content = content[os.write(writer, content) :]


def _close_all_but(writer: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.closerange(3, writer)
    os.closerange(writer + 1, _OPEN_FILES)


def give_up_powers(seconds: int, megabytes: int) -> None:
    """Let this process work so many seconds, take so much more memory, and reach for nothing."""
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    room = held + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, used + seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    # Without the filter no threads either: photographs of phones are refused, nothing else.
    if not forbid_children(libc):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def cut_network(libc: ctypes.CDLL) -> bool:
    """Enter a network of our own, which is empty. False where the system does not allow it."""
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    return bool(libc.unshare(flags) == 0)


if __name__ == "__main__":
    main()
