"""Our side of a long job in the sandbox: a stream in, what is told of it out, line by line."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

from motcua.kernel.sandbox.running import ENVIRONMENT, ParsingFailed
from motcua.kernel.sandbox.wire import END

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_LINE = 64 * 1024


def told_of(
    function: str,
    content: BinaryIO,
    *,
    options: Mapping[str, Any],
    seconds: int,
    megabytes: int,
) -> Iterator[dict[str, Any]]:
    """Give what a function, named by its path, tells of an open file on disk, as it tells it.

    It runs in a process of its own, without network, for at most `seconds`, and takes at most
    `megabytes` beyond its start; it yields dicts. They may have been written by the file that it
    read: to be looked at like anything from outside. Raises `ParsingFailed` at its end where it did
    not come to one by itself.
    """
    content.flush()
    content.seek(0)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [
            *(sys.executable, "-I", "-B", "-m", "motcua.kernel.sandbox.flow"),
            *(function, str(seconds), str(megabytes), json.dumps(dict(options))),
        ],
        stdin=content.fileno(),
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd="/",
    )
    assert process.stdout is not None
    watchdog = threading.Timer(seconds, process.kill)
    watchdog.start()
    try:
        while True:
            told = _read(process.stdout.readline(_LONGEST_LINE))
            if END in told:
                break
            yield told
    finally:
        watchdog.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
    if told[END] != "done":
        raise ParsingFailed(reason=str(told[END])[:40])


def _read(line: bytes) -> dict[str, Any]:
    """Read a line; one that was cut, or is none of the job's, ends it."""
    try:
        told = json.loads(line)
    except ValueError:
        return {END: "limit" if not line else "crash"}
    return told if isinstance(told, dict) else {END: "crash"}
