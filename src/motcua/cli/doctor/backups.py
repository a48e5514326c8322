"""Checks of the backups: whether there are any, how far they are, and when the last base was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.cli.backup import keys
from motcua.cli.backup.notes import Notes, moment_of
from motcua.cli.doctor.findings import Finding, bad, ok, warn
from motcua.config import env
from motcua.kernel import clock
from motcua.kernel.backups import LATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_OLD = timedelta(days=2)
_CHECK = "backups.reached"


def backups() -> Iterator[Finding]:
    """Look at what the node noted of its last round and of its bases."""
    data = env.data_folder()
    if not env.text("MOTCUA_BACKUP_TO"):
        yield warn(
            _CHECK,
            ("Không sao lưu", "Nothing is backed up"),
            (
                "Đặt MOTCUA_BACKUP_TO; xem docs/operations/backup.md.",
                "Set MOTCUA_BACKUP_TO; see docs/operations/backup.md.",
            ),
        )
        return
    if not keys.has_recipient(data):
        yield bad(
            _CHECK,
            ("Chưa có khóa phục hồi nên chưa sao lưu", "No recovery key, so no backups yet"),
            ("Chạy motcua backup key --to TỆP.", "Run motcua backup key --to FILE."),
        )
        return
    notes, now = Notes(data), clock.system_now()
    reached, last = notes.reached(), max(notes.bases(), default="")
    yield _shipping(None if reached is None else reached.at, now)
    yield _base(moment_of(last) if last else None, now)


def _shipping(at: datetime | None, now: datetime) -> Finding:
    if at is not None and now - at <= LATE:
        text = f"{clock.civil(at):%H:%M:%S}"
        return ok(_CHECK, f"Đã sao lưu tới {text}", f"Backed up until {text}")
    text = f"{clock.civil(at):%H:%M:%S %d/%m/%Y}" if at else "-"
    return bad(
        _CHECK,
        (f"Sao lưu mới tới {text}", f"Backed up until {text} only"),
        (
            "Xem nhật ký của tiến trình backup và nơi MOTCUA_BACKUP_TO.",
            "See the log of the process backup, and the place MOTCUA_BACKUP_TO.",
        ),
    )


def _base(at: datetime | None, now: datetime) -> Finding:
    check = "backups.base"
    if at is not None and now - at <= _OLD:
        text = f"{clock.civil(at):%d/%m/%Y %H:%M}"
        return ok(check, f"Bản gốc gần nhất lúc {text}", f"The last base is of {text}")
    return bad(
        check,
        ("Không có bản gốc nào trong hai ngày qua", "There is no base of the last two days"),
        ("Chạy motcua backup.", "Run motcua backup."),
    )
