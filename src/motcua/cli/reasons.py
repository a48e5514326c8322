"""What the operating system refuses, said in the language of the run."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from types import MappingProxyType
from typing import TYPE_CHECKING

from motcua.cli.speech import Refused
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MEGABYTE = 1024 * 1024
_REASONS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOENT: ("không có tệp hay thư mục ấy", "there is no such file or folder"),
        errno.EACCES: ("không có quyền", "permission is denied"),
        errno.EPERM: ("không được phép", "it is not permitted"),
        errno.EROFS: ("ổ đĩa chỉ cho đọc", "the disk is read-only"),
        errno.ENOSPC: ("ổ đĩa đã đầy", "the disk is full"),
        errno.EDQUOT: ("đã hết phần ổ đĩa được dùng", "the share of the disk is used up"),
        errno.EISDIR: ("đó là thư mục", "it is a folder"),
        errno.ENOTDIR: (
            "một phần của đường dẫn là tệp, không phải thư mục",
            "a part of the path is a file, not a folder",
        ),
        errno.EEXIST: ("đã có tệp mang tên ấy", "there is a file of that name"),
        errno.ENAMETOOLONG: ("tên quá dài", "the name is too long"),
        errno.EIO: ("ổ đĩa bị lỗi", "the disk fails"),
        errno.ECONNREFUSED: ("kết nối bị từ chối", "the connection is refused"),
        errno.ECONNRESET: ("kết nối bị ngắt", "the connection was cut"),
        errno.ETIMEDOUT: ("quá thời gian chờ", "it takes too long"),
        errno.ENETUNREACH: ("không tới được mạng ấy", "the network cannot be reached"),
        errno.EHOSTUNREACH: ("không tới được máy ấy", "the machine cannot be reached"),
        errno.EADDRNOTAVAIL: ("máy này không có địa chỉ ấy", "this machine lacks that address"),
    }
)


def reason(error: OSError) -> tuple[str, str]:
    """Give why the operating system refused, in Vietnamese and in English."""
    if isinstance(error, TimeoutError):
        return _REASONS[errno.ETIMEDOUT]
    number = error.errno or 0
    if number < 0:  # of the names of machines
        return ("không tìm thấy máy ấy", "there is no such machine")
    known = _REASONS.get(number)
    return known or (f"lỗi {number} của hệ điều hành", os.strerror(number).lower())


@contextlib.contextmanager
def written(file: Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be written. Raises `Refused`.

    Also where that would use the reserve of the node's own disk, see `require_room`.
    """
    require_room(file)
    try:
        yield
    except OSError as error:
        vi, en = reason(error)
        if isinstance(error, FileNotFoundError) and not file.parent.exists():
            vi, en = f"không có thư mục {file.parent}", f"there is no folder {file.parent}"
        raise Refused(
            f"Không ghi được {file}: {vi}.", f"{file} cannot be written: {en}."
        ) from error


def require_room(file: Path) -> None:
    """Demand that writing a file leaves the reserve of the disk that holds the data folder.

    What lies on another disk takes nothing from it. Raises `Refused`.
    """
    data, target = _there(env.data_folder()), _there(file)
    reserve = env.number("MOTCUA_DISK_RESERVE")
    if data.stat().st_dev != target.stat().st_dev:
        return
    if shutil.disk_usage(target).free < reserve * _MEGABYTE:
        raise Refused(
            f"Không ghi {file}: ổ đĩa của hệ thống chỉ còn phần dự phòng {reserve} MB "
            "(MOTCUA_DISK_RESERVE); hãy ghi sang ổ khác hoặc giải phóng chỗ.",
            f"{file} was not written: the system's disk is down to its reserve of {reserve} MB "
            "(MOTCUA_DISK_RESERVE); write to another disk or free some room.",
        )


def _there(path: Path) -> Path:
    """Give the nearest folder of a path that exists."""
    whole = path.absolute()
    return next(each for each in (whole, *whole.parents) if each.exists())
