"""The database's log, received as it is written; the server keeps what was not received yet."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Self

from motcua.cli.backup.source import APPLICATION, SLOT, asked
from motcua.cli.speech import Refused
from motcua.kernel.processes import dies_with_parent, end, identify

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from motcua.cli.backup.source import Source

PARTIAL = ".partial"
_NAME = 24
_OF_ONE = 2**32
_SECONDS_TO_CATCH_UP = 60.0
_SECONDS_TO_STOP = 5.0
_WRITTEN = """
SELECT max(write_lsn - '0/0')::bigint FROM pg_stat_replication WHERE application_name = %s
"""
_SLOT = "SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = %s"


class Receiver:
    """`pg_receivewal` on a folder."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source = source
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._is_broken = False

    def __enter__(self) -> Self:
        self.keep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def keep(self) -> None:
        """Start receiving unless it goes on already. Raises `Refused`."""
        if self._process is not None and self._process.poll() is None:
            return
        if not self._is_kept_for_us():
            # What the server wrote since nobody kept it is not to be had any more.
            self._is_broken = True
            shutil.rmtree(self._folder, ignore_errors=True)
            self._call("--create-slot", "--if-not-exists")
        self._folder.mkdir(mode=0o700, exist_ok=True)
        logs = self._source.data / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        with (logs / "backup-receiving.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL
                [*self._command(), "-D", str(self._folder), "--status-interval=1"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._source.environment,
                preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
            )

    def stop(self) -> None:
        """Stop receiving; the server keeps the log from here on."""
        if self._process is None:
            return
        if identity := identify(self._process.pid):
            end(identity, first=signal.SIGINT, patience=_SECONDS_TO_STOP)
        self._process.wait()
        self._process = None

    def forget(self) -> None:
        """Stop, throw away what was received, and let the server keep nothing for us."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._call("--drop-slot", must=False)

    def has_gap(self) -> bool:
        """Say whether log was lost since the last time this was asked."""
        is_broken, self._is_broken = self._is_broken, False
        return is_broken or not self._is_kept_for_us()

    def _is_kept_for_us(self) -> bool:
        with asked(self._source) as connection:
            row = connection.execute(_SLOT, (SLOT,)).fetchone()
        return row == (False,)

    def wait_for(self, lsn: int) -> None:
        """Wait until the log is here up to a place. Raises `Refused`."""
        deadline = time.monotonic() + _SECONDS_TO_CATCH_UP
        with asked(self._source) as connection:
            while True:
                row = connection.execute(_WRITTEN, (APPLICATION,)).fetchone()
                if row and row[0] is not None and row[0] >= lsn:
                    return
                if time.monotonic() > deadline:
                    raise Refused(
                        "Không nhận kịp nhật ký của cơ sở dữ liệu; xem log/backup-receiving.log.",
                        "The database's log does not arrive; see log/backup-receiving.log.",
                    )
                time.sleep(0.1)

    def segments(self) -> list[Path]:
        """Give the whole segments and histories that lie here, the oldest first."""
        found = [path for path in self._folder.iterdir() if path.suffix != PARTIAL]
        return sorted(path for path in found if path.is_file())

    def partial(self) -> Path | None:
        """Give the segment that is being written; None between two."""
        return max(self._folder.glob(f"*{PARTIAL}"), default=None)

    def _command(self) -> list[str]:
        program = self._source.programs.path("pg_receivewal")
        return [program, "-d", self._source.copying(), f"--slot={SLOT}", "--no-password"]

    def _call(self, *options: str, must: bool = True) -> None:
        answer = subprocess.run(  # noqa: S603 - a program of PostgreSQL
            [*self._command(), *options],
            capture_output=True,
            text=True,
            check=False,
            env=self._source.environment,
        )
        if must and answer.returncode != 0:
            why = (answer.stderr.strip().splitlines() or ["?"])[-1]
            raise Refused(
                f"Không nhận được nhật ký của cơ sở dữ liệu: {why}",
                f"The database's log cannot be received: {why}",
            )


def follows(before: str, name: str, size: int) -> bool:
    """Say whether a segment of the log is the one after another, where each has `size` bytes.

    Names of histories and of another timeline follow anything.
    """
    first, second = (each.rpartition("/")[2].removesuffix(PARTIAL) for each in (before, name))
    if len(first) != _NAME or len(second) != _NAME or first[:8] != second[:8]:
        return True
    in_one = _OF_ONE // size
    return _number(second, in_one) - _number(first, in_one) <= 1


def end_of(name: str, size: int) -> int:
    """Give the place in the log at which a segment of `size` bytes ends."""
    return (_number(name.removesuffix(PARTIAL), _OF_ONE // size) + 1) * size


def _number(name: str, in_one: int) -> int:
    return int(name[8:16], 16) * in_one + int(name[16:], 16)
