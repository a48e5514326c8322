"""The data folder as the supervisor sees it: who holds it, what runs from it, what it remembers."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import signal
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.cli.reasons import reason
from motcua.cli.speech import Refused
from motcua.cli.tables import read_table, write_table
from motcua.kernel.processes import Identity, end, is_alive, session_members

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = frozenset({"run", "keys", "postgres", "postgres.lock", "demo.json"})
_ROOM = 200 * 1024**2
_ROOM_FOR_A_NEW_ONE = 600 * 1024**2
_SECONDS_TO_STOP = 5.0
_LARGEST_LOG = 10 * 1024**2


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's data folder."""

    folder: Path

    @property
    def run(self) -> Path:
        """Give the folder of what runs now: lock, processes, ports."""
        return self.folder / "run"

    def open(self) -> None:
        """Make the folder and check that it can be worked in; raise Refused when it cannot."""
        self.look_for_room()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._refuse_a_strange_folder()
            self.folder.chmod(self.folder.stat().st_mode & 0o770)
            for mark in self.run.glob("*.ready"):
                mark.unlink(missing_ok=True)
            for name in ("run", "log", "keys", "sandbox"):
                (self.folder / name).mkdir(mode=0o700, exist_ok=True)
            probe = self.run / "probe"
            probe.write_bytes(b"0" * 4096)
            probe.unlink()
        except OSError as error:
            raise _refusal(error, self.folder) from error

    @property
    def is_new(self) -> bool:
        """Say whether nothing has been made yet."""
        return not self.folder.exists()

    def look_for_room(self) -> None:
        """Ask the disk before anything is made on it; raise Refused when it is full."""
        needed = _ROOM_FOR_A_NEW_ONE if self.is_new else _ROOM
        there = next(path for path in (self.folder, *self.folder.parents) if path.exists())
        if shutil.disk_usage(there).free < needed:
            raise Refused(
                f"Ổ đĩa chứa {self.folder} không còn đủ chỗ trống "
                f"(cần ít nhất {needed // 1024**2} MB).",
                f"The disk that holds {self.folder} is full "
                f"(at least {needed // 1024**2} MB is needed).",
            )

    def _refuse_a_strange_folder(self) -> None:
        names = {path.name for path in self.folder.iterdir()}
        if names and not names & _MARKS:
            raise Refused(
                f"Thư mục {self.folder} có tệp khác và không phải thư mục dữ liệu của motcua; "
                "hãy đặt MOTCUA_DATA là một thư mục trống.",
                f"The folder {self.folder} holds other files and is no data folder of motcua; "
                "set MOTCUA_DATA to an empty one.",
            )

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the folder for one supervisor; raise Refused when another one holds it."""
        with (self.run / "supervisor.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise self._held(lock.name) from error
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield

    def _held(self, path: str) -> Refused:
        pid = Path(path).read_text().strip() or "?"
        return Refused(
            f"Thư mục dữ liệu {self.folder} đang được một bộ giám sát khác dùng "
            f"(tiến trình {pid}); hãy dừng nó hoặc đặt MOTCUA_DATA và PORT khác.",
            f"Another supervisor (process {pid}) uses the data folder {self.folder}; "
            "stop it, or set another MOTCUA_DATA and PORT.",
        )

    # --- processes -------------------------------------------------------------------------------

    def remember(self, name: str, identity: Identity) -> None:
        """Note a child, so that the next start can end it if we are killed."""
        fresh = self.run / f"{name}.process.new"
        fresh.write_text(json.dumps(asdict(identity)))
        fresh.replace(self.run / f"{name}.process")

    def forget(self, name: str) -> None:
        """Drop the note of a child that has ended."""
        (self.run / f"{name}.process").unlink(missing_ok=True)

    def end_leftovers(self) -> None:
        """End what an earlier supervisor left running when it was killed."""
        for note in sorted(self.run.glob("*.process")):
            try:
                leader = Identity(**json.loads(note.read_text()))
            except (ValueError, TypeError):  # cut short by a crash: nothing can be known from it
                note.unlink()
                continue
            for member in [leader, *session_members(leader)]:
                if is_alive(member):
                    end(member, first=signal.SIGTERM, patience=_SECONDS_TO_STOP)
            note.unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        """Give the log file of a child; one that grew large is set aside first."""
        path = self.folder / "log" / f"{name}.log"
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path

    # --- what it remembers -----------------------------------------------------------------------

    def read(self, name: str) -> dict[str, Any]:
        """Give a remembered table; empty when there is none."""
        return read_table(self.folder, name)

    def write(self, name: str, table: dict[str, Any]) -> None:
        """Remember a table, whole or not at all."""
        write_table(self.folder, name, table)

    @property
    def is_demo(self) -> bool:
        """Say whether the folder holds the made-up world."""
        return bool(self.read("demo"))


def _refusal(error: OSError, folder: Path) -> Refused:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Refused(
            f"Ổ đĩa chứa {folder} không còn đủ chỗ trống.",
            f"The disk that holds {folder} is full.",
        )
    vi, en = reason(error)
    return Refused(
        f"Không ghi được vào thư mục dữ liệu {folder} ({vi}); "
        "hãy cấp quyền ghi hoặc đặt MOTCUA_DATA.",
        f"The data folder {folder} cannot be written ({en}); allow it or set MOTCUA_DATA.",
    )
