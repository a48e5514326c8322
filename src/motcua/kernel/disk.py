"""Room on the disk: a reserve that nothing from outside may use, so that work in hand can end.

What people and other systems send is turned away before the reserve is touched, and loses nothing:
a file that is on its way stays where it is and goes on later. What the node itself makes (signed
results, the log, the database) may use the reserve.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger(__name__)

MEGABYTE = 1024 * 1024
_SECONDS_TO_WAIT = 300


class NoRoom(Unavailable):
    """The disk is too full to take files in; what was sent before is kept."""

    code = "kernel.no_room"
    message = _(
        "Kho tệp sắp hết chỗ nên tạm dừng nhận tệp. Những gì đã gửi vẫn còn. Hãy thử lại sau."
    )


def reserve() -> int:
    """Give how many bytes are kept free."""
    return int(settings.DISK_RESERVE) * MEGABYTE


def free() -> int:
    """Give how many bytes are free where files come in and are kept, the smaller of the two."""
    return min(shutil.disk_usage(folder).free for folder in _folders())


def has_room(size: int = 0) -> bool:
    """Say whether `size` bytes more from outside leave the reserve untouched."""
    return free() - size >= reserve()


def require_room(size: int = 0) -> None:
    """Demand it, before anything is taken in. Raises `NoRoom`."""
    if not has_room(size):
        log.warning("disk.reserve_reached", reserve_mb=settings.DISK_RESERVE)
        raise NoRoom(retry_after=_SECONDS_TO_WAIT)


def _folders() -> Iterator[Path]:
    """Give the data folder and the store within it, which may be a disk of its own."""
    data = Path(settings.DATA)
    yield next(each for each in (data, *data.parents) if each.exists())
    if (data / "files").exists():
        yield data / "files"
