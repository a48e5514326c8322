"""Frames between us and the host: a JSON head of known length, then parts of known lengths."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

_LENGTH = struct.Struct("!I")
MOST_BYTES = 256 * 1024 * 1024
END = "end"
"""The key of a long job's last line, whose value says how the job ended: `done`, or why not."""


class FrameBroken(Exception):
    """The other side is gone, or does not speak our language."""


def write(stream: BinaryIO, head: dict[str, Any], parts: Sequence[bytes]) -> None:
    """Write one frame and flush it."""
    text = json.dumps({**head, "parts": [len(part) for part in parts]}).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    stream.writelines(parts)
    stream.flush()


def read(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame. Raises `FrameBroken`, also at the end of the stream."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    head: dict[str, Any] = json.loads(_exactly(stream, length))
    lengths: list[int] = head.pop("parts")
    if sum(lengths) > MOST_BYTES:
        raise FrameBroken
    return head, [_exactly(stream, length) for length in lengths]


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) != length:
        raise FrameBroken
    return content
