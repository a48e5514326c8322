"""Reading a file of the national catalogue: a record a line, gzip or plain, whatever is in it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE: Final = 4 * 1024 * 1024
"""Bytes a record may have; the longest known one has a fortieth of it."""
MOST_BYTES: Final = 2 * 1024**3
"""Bytes a file may unpack to."""
MOST_LINES: Final = 200_000
"""Lines a file may have, empty ones too; forty times the national catalogue."""
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number from 1: what it holds, or why that cannot be had (a code)."""

    number: int
    content: bytes
    fault: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file that are not empty; a faulty one is told and passed over.

    Memory stays at a few lines, whatever the file unpacks to. Raises `OSError`.
    """
    with path.open("rb") as raw:
        is_packed = raw.read(2) == _GZIP
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) if is_packed else raw as stream:
            yield from _lines(stream)


def _lines(stream: IO[bytes] | gzip.GzipFile) -> Iterator[Line]:
    number = read = 0
    while True:
        number += 1
        try:
            content = stream.readline(LONGEST_LINE + 1)
            read += len(content)
            if len(content) > LONGEST_LINE and not content.endswith(b"\n"):
                read += _pass_over(stream)
                yield Line(number, b"", "too_long")
                content = b"\n"
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield Line(number, b"", "broken_gzip")
            return
        if read > MOST_BYTES or number > MOST_LINES:
            yield Line(number, b"", "too_much")
            return
        if not content:
            return
        if content.strip():
            yield Line(number, content)


def _pass_over(stream: IO[bytes] | gzip.GzipFile) -> int:
    """Read to the end of the line without keeping it; give the bytes passed over."""
    passed = 0
    while passed <= MOST_BYTES:
        part = stream.readline(_CHUNK)
        passed += len(part)
        if not part or part.endswith(b"\n"):
            break
    return passed
