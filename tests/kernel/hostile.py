"""What a hostile file might do once it has taken over its parser; run in the sandbox only."""

from __future__ import annotations

import ctypes
import os
import socket
import time
from pathlib import Path


def sleep(_, options):
    time.sleep(60)
    return {}, b""


def spin(_, options):
    while True:
        pass


def eat_memory(_, options):
    held = bytearray(options["size"] * 1024 * 1024)
    return {"size": len(held)}, b""


def flood(_, options):
    return {}, b"x" * (options["size"] * 1024 * 1024)


def die(_, options):
    ctypes.string_at(0)
    return {}, b""


def leave(_, options):
    os._exit(0)


def lie(_, options):
    """Write no frame, but junk, into every open descriptor."""
    for number in range(64):
        try:
            os.write(number, b"\xff" * 100)
        except OSError:
            continue
    os._exit(0)


def _native_fork():
    """Fork behind the interpreter's back."""
    if ctypes.CDLL(None).fork() < 0:
        raise PermissionError


def _native_socket():
    """Open a socket behind the interpreter's back."""
    if ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0) < 0:
        raise PermissionError


def _interfaces():
    lines = Path("/proc/self/net/dev").read_text().splitlines()[2:]
    return [line.partition(":")[0].strip() for line in lines]


def look_around(_, options):
    """Tell what can be reached from inside."""
    found = {
        "environment": sorted(os.environ),
        "user": os.geteuid(),
        "powers": Path("/proc/self/status").read_text().partition("CapEff:")[2].split()[0],
        "interfaces": _interfaces(),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())) - 1,
        "refused": [],
    }
    for name, act in {
        "connect": lambda: socket.socket().connect(("127.0.0.1", 1)),
        "fork": os.fork,
        "native_fork": _native_fork,
        "run": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must fail
        "write": lambda: Path(options["folder"], "hostile").write_bytes(b"x"),
        "python_socket": socket.socket,
        "native_socket": _native_socket,
    }.items():
        try:
            act()
        except (OSError, PermissionError) as error:
            found["refused"].append([name, error.errno])
    return found, b""


def count(parts, options):
    return {"parts": [len(part) for part in parts], **options}, b"".join(parts)
