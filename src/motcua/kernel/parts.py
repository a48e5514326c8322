"""Files that come in pieces: what has arrived of each, kept beside the store until it is whole.

A piece is written under a lock and only where the last one ended, so that two senders at once can
never mix their bytes: the second finds that the file has grown. What was written stays when the
process dies; the next piece begins there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.kernel.disk import require_room
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.files import FileTooLarge, room_is_needed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from motcua.kernel.files import Readable

ALGORITHMS = ("sha1", "sha256")
_CHUNK = 64 * 1024


class OffsetWrong(DomainError):
    """The piece does not begin where the last one ended; details['offset'] says where that is."""

    code = "kernel.offset_wrong"
    status = 409
    message = _("Phần gửi lên không nối tiếp phần đã nhận.")


class ChecksumWrong(DomainError):
    """The piece is not what its checksum says; nothing of it was kept."""

    code = "kernel.checksum_wrong"
    status = 460  # of the protocol itself
    message = _("Phần gửi lên bị sai lệch trên đường truyền.")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece must hash to: an algorithm of `ALGORITHMS` and the digest."""

    algorithm: str
    digest: bytes


def begin(key: UUID, *, whole: int) -> None:
    """Make room for a file of `whole` bytes of which nothing has come yet. Raises `NoRoom`.

    Doing it twice changes nothing.
    """
    require_room(whole)
    with room_is_needed():
        os.close(os.open(_path(key), os.O_WRONLY | os.O_CREAT, 0o600))


def arrived(key: UUID) -> int:
    """Give how many bytes of a file have come. Raises `NotFound`."""
    try:
        return _path(key).stat().st_size
    except FileNotFoundError:
        raise NotFound from None


def append(key: UUID, at: int, stream: Readable, *, whole: int) -> int:
    """Write a piece that begins `at` a byte; give how many bytes have come then.

    `whole` is the size that the file will have. When the sender is cut off, what came before stays.
    A piece that would use the disk's reserve is not read; the file goes on from there once there is
    room again. Raises `OffsetWrong`, `FileTooLarge`, `NotFound`, `NoRoom`.
    """
    require_room()
    if arrived(key) != at:
        raise OffsetWrong(offset=arrived(key))
    while chunk := stream.read(_CHUNK):
        at = _write(key, at, chunk, whole=whole)
    return at


def append_checked(key: UUID, at: int, stream: Readable, checksum: Checksum, *, whole: int) -> int:
    """Write a piece as `append` does, all of it or, where its checksum is another, nothing.

    Raises what `append` raises, and `ChecksumWrong`.
    """
    require_room()
    if arrived(key) != at:
        raise OffsetWrong(offset=arrived(key))
    digest, size = hashlib.new(checksum.algorithm, usedforsecurity=False), 0
    with room_is_needed(), tempfile.TemporaryFile(dir=_folder()) as piece:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if at + size > whole:
                raise FileTooLarge(limit_bytes=whole)
            digest.update(chunk)
            piece.write(chunk)
        if digest.digest() != checksum.digest:
            raise ChecksumWrong
        piece.seek(0)
        return append(key, at, piece, whole=whole)


@contextmanager
def opened(key: UUID) -> Iterator[BinaryIO]:
    """Open what has come of a file for reading. Raises `NotFound`."""
    try:
        handle = _path(key).open("rb")
    except FileNotFoundError:
        raise NotFound from None
    with handle:
        yield handle


def drop(key: UUID) -> None:
    """Throw away what has come of a file; doing it twice changes nothing."""
    _path(key).unlink(missing_ok=True)


def stray(known: Collection[str], *, before: float) -> list[Path]:
    """Give the files that no key in `known` names, last written before a moment (Unix seconds)."""
    return [
        path
        for path in _folder().iterdir()
        if path.name not in known and path.stat().st_mtime < before
    ]


def _write(key: UUID, at: int, chunk: bytes, *, whole: int) -> int:
    if at + len(chunk) > whole:
        raise FileTooLarge(limit_bytes=whole)
    try:
        descriptor = os.open(_path(key), os.O_WRONLY)
    except FileNotFoundError:
        raise NotFound from None
    with room_is_needed(), os.fdopen(descriptor, "wb", buffering=0) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # held for one write only: nobody waits for a slow line
        size = os.fstat(handle.fileno()).st_size
        if size != at:
            raise OffsetWrong(offset=size)
        handle.seek(at)
        left = memoryview(chunk)
        while left:
            left = left[handle.write(left) :]
    return at + len(chunk)


def _path(key: UUID) -> Path:
    return _folder() / key.hex


def _folder() -> Path:
    folder = Path(settings.DATA) / "incoming" / "parts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
