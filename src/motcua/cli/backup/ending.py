"""Where a replay of the log begins and ended, and whether that is as far as it was shipped.

PostgreSQL takes the first record that it cannot read for the end of the log and opens there without
a word. That is right where a node died, and a loss where a segment is missing or not what it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from pathlib import Path

HISTORY = ".history"
_FIRST = re.compile(r"^START WAL LOCATION: .* \(file ([0-9A-F]{24})\)$", re.MULTILINE)
_PAGE = 8192
_SHORT_HEAD, _LONG_HEAD = 24, 40


def first_needed(postgres: Path) -> str:
    """Give the segment with which the replay of an unpacked base begins, as the base says."""
    label = postgres / "backup_label"
    if not label.exists():  # a replay was tried before
        label = label.with_name("backup_label.old")
    found = _FIRST.search(label.read_text())
    assert found is not None
    return found[1]


def require_end(postgres: Path, log: Path, lsn: int) -> None:
    """See that a server which opened at the end of its log went on until `lsn`.

    Raises `Refused` where it ended before, unless in a record of which the rest was not shipped.
    """
    end = _opened_at(postgres)
    if end >= lsn or _is_cut_off(log, end, lsn):
        return
    where, until = (f"{each >> 32:X}/{each & 0xFFFFFFFF:X}" for each in (end, lsn))
    raise Refused(
        f"Nhật ký dừng ở {where} dù đã sao lưu tới {until}: thiếu hoặc hỏng một đoạn; chạy motcua "
        "backup check, hoặc chọn thời điểm trước chỗ ấy (--to).",
        f"The log ends at {where} though it was shipped until {until}: a segment is missing or "
        "damaged; run motcua backup check, or give a moment before it with --to.",
    )


def _opened_at(postgres: Path) -> int:
    """Read where the server left the old timeline: the last line of the newest history."""
    newest = max((postgres / "pg_wal").glob(f"*{HISTORY}"))
    lines = [line for line in newest.read_text().splitlines() if line.strip()]
    high, _, low = lines[-1].split()[1].partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def _is_cut_off(log: Path, end: int, lsn: int) -> bool:
    """Say whether a record begins at a place that reaches beyond what is known to be shipped."""
    newest = max(path for path in log.iterdir() if path.suffix != HISTORY)
    size = newest.stat().st_size
    number = end // size
    in_one = 2**32 // size
    path = log / f"{newest.name[:8]}{number // in_one:08X}{number % in_one:08X}"
    at = end % size
    if at % _PAGE == 0:  # pages begin with a head, those of a segment with a longer one
        at += _SHORT_HEAD if at else _LONG_HEAD
    if not path.exists():
        return False
    with path.open("rb") as handle:
        handle.seek(at)
        length = int.from_bytes(handle.read(4), "little")
    heads = (length // (_PAGE - _SHORT_HEAD) + 2) * _LONG_HEAD
    return length > 0 and end + length + heads >= lsn
