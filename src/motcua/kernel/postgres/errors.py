"""Why the database server cannot run, in one sentence of each language."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from motcua.kernel.errors import DomainError

ROOM_FOR_A_NEW_SERVER = 400 * 1024**2


class PostgresFailed(DomainError):
    """The database server cannot run; `message` says why in Vietnamese, details['english'] too."""

    code = "kernel.postgres"
    status = 503
    message = "Máy chủ cơ sở dữ liệu không khởi động được."

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message, english=english)


def explained(error: OSError, folder: Path) -> PostgresFailed:
    """Turn a refusal of the operating system into a sentence about the data folder."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return PostgresFailed(
            f"Ổ đĩa chứa {folder} không còn đủ chỗ trống; hãy giải phóng ít nhất "
            f"{ROOM_FOR_A_NEW_SERVER // 1024**2} MB.",
            f"The disk that holds {folder} is full; free at least "
            f"{ROOM_FOR_A_NEW_SERVER // 1024**2} MB.",
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return PostgresFailed(
            f"Không ghi được vào thư mục dữ liệu {folder}; hãy cấp quyền ghi hoặc đặt MOTCUA_DATA.",
            f"The data folder {folder} cannot be written; allow it or set MOTCUA_DATA.",
        )
    return PostgresFailed(
        f"Máy chủ cơ sở dữ liệu không khởi động được: {error}.",
        f"The database server does not start: {error}.",
    )


def explained_log(log: str) -> PostgresFailed:
    """Turn the last complaint in a server's log into a sentence."""
    if "No space left on device" in log:
        return explained(OSError(errno.ENOSPC, ""), Path("PostgreSQL"))
    lines = [line for line in log.splitlines() if re.search(r"FATAL|PANIC|error:", line)]
    complaint = (lines or log.splitlines() or ["?"])[-1].strip()
    return PostgresFailed(
        f"Máy chủ cơ sở dữ liệu không khởi động được: {complaint}",
        f"The database server does not start: {complaint}",
    )
