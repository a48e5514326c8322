"""Checks of the machine: data folder, keys, clock."""

from __future__ import annotations

import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.cli.doctor.findings import Finding, bad, ok, warn
from motcua.cli.doctor.server import value
from motcua.cli.reasons import reason
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOM = 1024**3
_WORST_CLOCK_SECONDS = 2.0
_LEAST_KEY_LENGTH = 50
_KEY_FILES = ("seal.json", "node.pem")


def data_folder() -> Iterator[Finding]:
    """Check that the data folder can be written, is private and has room."""
    folder = env.data_folder()
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            yield ok("files.writable", f"Ghi được vào {folder}", f"{folder} can be written")
    except OSError as error:
        vi, en = reason(error)
        yield bad(
            "files.writable",
            (f"Không ghi được vào {folder}: {vi}", f"{folder} cannot be written: {en}"),
            ("Cấp quyền ghi hoặc đặt MOTCUA_DATA.", "Allow it or set MOTCUA_DATA."),
        )
    yield _room(folder)
    yield _privacy(folder)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = (f"Còn trống {free / 1024**3:.1f} GB", f"{free / 1024**3:.1f} GB are free")
    advice = ("Giải phóng hoặc mở rộng ổ đĩa.", "Free some, or use a larger disk.")
    reserve = env.number("MOTCUA_DISK_RESERVE") * 1024**2
    if free >= max(_ROOM, 2 * reserve):
        return ok("files.room", *text)
    make = warn if free >= reserve else bad
    return make("files.room", text, advice)


def _privacy(folder: Path) -> Finding:
    private = [folder, *(folder / name for name in ("keys", "files", "postgres", "log"))]
    private += sorted((folder / "keys").glob("*"))
    open_ones = [path for path in private if path.exists() and _is_open(path)]
    if not open_ones:
        return ok("files.private", "Người khác không đọc được", "Others cannot read it")
    names = ", ".join(str(path) for path in open_ones)
    return bad(
        "files.private",
        (f"Người khác đọc được: {names}", f"Others can read: {names}"),
        (f"chmod -R o-rwx {folder}", f"chmod -R o-rwx {folder}"),
    )


def _is_open(path: Path) -> bool:
    """Say whether somebody else may read; certificates are for everybody."""
    return path.suffix != ".crt" and bool(stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO)


def keys() -> Iterator[Finding]:
    """Check that the keys are there and are nobody's default."""
    folder = env.data_folder() / "keys"
    given = bool(env.text("MOTCUA_SEAL_KEYS"))
    missing = [
        name
        for name in _KEY_FILES
        if not (folder / name).exists() and not (given and name == "seal.json")
    ]
    if missing:
        names = ", ".join(missing)
        yield bad(
            "keys.present",
            (f"Thiếu {names} trong {folder}", f"{names} missing in {folder}"),
            (
                "Khôi phục từ bản sao lưu; lần đầu thì chạy `motcua serve`.",
                "Restore them from the backup; the first `motcua serve` makes them.",
            ),
        )
    else:
        yield ok("keys.present", "Đủ khóa của nút", "The node's keys are there")
    secret = settings.SECRET_KEY
    if len(secret) >= _LEAST_KEY_LENGTH and "insecure" not in secret:
        yield ok("keys.secret", "Khóa bí mật riêng của nút", "The secret key is the node's own")
        return
    yield bad(
        "keys.secret",
        ("Khóa bí mật ngắn hoặc là khóa mẫu", "The secret key is short or a sample"),
        ("Bỏ MOTCUA_SECRET_KEY để máy tự tạo.", "Unset MOTCUA_SECRET_KEY: one is made."),
    )


def clock() -> Iterator[Finding]:
    """Compare this machine's clock with the database's, and ask who sets it."""
    before = time.time()
    database = float(value("SELECT extract(epoch FROM clock_timestamp())"))
    apart = abs(database - (before + time.time()) / 2)
    text = (f"Lệch giờ cơ sở dữ liệu {apart:.1f} giây", f"{apart:.1f} s from the database's clock")
    if apart <= _WORST_CLOCK_SECONDS:
        yield ok("clock.database", *text)
    else:
        yield bad(
            "clock.database",
            text,
            ("Bật đồng bộ giờ (NTP) trên cả hai máy.", "Turn on NTP on both machines."),
        )
    if _is_synchronized() is False:
        yield warn(
            "clock.ntp",
            ("Giờ máy không được đồng bộ", "This machine's clock is not synchronized"),
            ("timedatectl set-ntp true", "timedatectl set-ntp true"),
        )


def _is_synchronized() -> bool | None:
    program = shutil.which("timedatectl")
    if program is None or not Path("/run/systemd/system").exists():
        return None
    answer = subprocess.run(  # noqa: S603 - found on the path
        [program, "show", "--property=NTPSynchronized", "--value"],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() == "yes"
