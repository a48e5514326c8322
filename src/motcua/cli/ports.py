"""Ports: the one that people use is taken before anything starts, the sandboxes' are chosen."""

from __future__ import annotations

import errno
import socket

from motcua.cli.reasons import reason
from motcua.cli.speech import Refused

_BACKLOG = 1024
_NO_PORT = ("cổng từ 0 đến 65535", "ports are 0 to 65535")


def listen_on(bind: str, port: int) -> socket.socket:
    """Take the web port and hold it for the web processes; raise Refused when it cannot be had.

    It listens at once: whoever comes while the web processes start, or start again, waits.
    """
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((bind, port))
        taken.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        taken.close()
        raise _refusal(error, bind, port) from error
    return taken


def _refusal(error: OSError | OverflowError, bind: str, port: int) -> Refused:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return Refused(
            f"Cổng {port} đang được chương trình khác dùng; hãy chọn cổng khác: PORT={port + 10}.",
            f"Port {port} is in use by another program; choose another one: PORT={port + 10}.",
        )
    vi, en = reason(error) if isinstance(error, OSError) else _NO_PORT
    return Refused(
        f"Không lắng nghe được ở {bind}:{port} ({vi}); hãy đổi PORT hoặc MOTCUA_BIND.",
        f"Cannot listen on {bind}:{port} ({en}); change PORT or MOTCUA_BIND.",
    )


def choose(names: tuple[str, ...], remembered: dict[str, int], first: int) -> dict[str, int]:
    """Choose a free loopback port for each name: the remembered one, else the next from `first`."""
    chosen: dict[str, int] = {}
    for name in names:
        following = (port for port in range(first, 65536) if _is_free(port, chosen))
        before = remembered.get(name, 0)
        chosen[name] = before if before and _is_free(before, chosen) else next(following)
    return chosen


def _is_free(port: int, chosen: dict[str, int]) -> bool:
    if port in chosen.values():
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
