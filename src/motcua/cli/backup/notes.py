"""What a node remembers of its backups, in `<data>/backup`; lost, the next one sends all anew."""

from __future__ import annotations

import contextlib
import fcntl
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from motcua.cli.tables import read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_STAMP = "%Y%m%dT%H%M%S%fZ"


def stamp(moment: datetime) -> str:
    """Write a time so that names sort by it."""
    return moment.astimezone(UTC).strftime(_STAMP)


def moment_of(text: str) -> datetime:
    """Read a time as `stamp` writes it."""
    return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)


def is_stamp(text: str) -> bool:
    """Say whether a name is a time as `stamp` writes it."""
    try:
        moment_of(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the place of backups is: everything acknowledged until `at` is there."""

    at: datetime
    lsn: int


class Notes:
    """The notes of one node; only whoever holds `shipping` writes those about files and log."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "backup"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def wal(self) -> Path:
        """Give the folder into which the log is received."""
        return self.folder / "wal"

    @contextlib.contextmanager
    def shipping(self) -> Iterator[bool]:
        """Hold the right to ship log and files; gives False where another process has it."""
        with (self.folder / "shipping.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    # --- the chain -------------------------------------------------------------------------------

    def chain(self) -> str:
        """Give the name of the chain that this node writes; nothing where there is none yet."""
        return str(self.read("chain").get("name", ""))

    def begin(self, now: datetime) -> str:
        """Begin a chain of backups that stands alone, as a node does that never made one."""
        name = f"{stamp(now)}-{secrets.token_hex(3)}"
        for each in ("known", "reached.json", "heads.json", "small.json", "bases.json"):
            (self.folder / each).unlink(missing_ok=True)
        self.write("chain", {"name": name})
        return name

    # --- files -----------------------------------------------------------------------------------

    def known(self) -> dict[str, str]:
        """Give the pack of every file that was sent."""
        try:
            lines = (self.folder / "known").read_text().splitlines()
        except FileNotFoundError:
            return {}
        pairs = (line.split(" ") for line in lines)
        # A line cut short by a crash is a file to be sent again.
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 3 and pair[2] == "."}

    def learn(self, pack: str, names: Iterable[str]) -> None:
        """Note that files were sent in a pack."""
        with (self.folder / "known").open("a") as handle:
            handle.write("".join(f"{name} {pack} .\n" for name in names))

    def unlearn(self, packs: set[str]) -> None:
        """Forget packs that are deleted."""
        left = [f"{name} {pack} .\n" for name, pack in self.known().items() if pack not in packs]
        fresh = self.folder / "known.new"
        fresh.write_text("".join(left))
        fresh.replace(self.folder / "known")

    # --- how far ---------------------------------------------------------------------------------

    def reached(self) -> Reached | None:
        """Give how far the place is; None before the first round."""
        words = self.read("reached")
        return Reached(datetime.fromisoformat(words["at"]), words["lsn"]) if words else None

    def reach(self, reached: Reached) -> None:
        """Note how far the place is."""
        self.write("reached", {"at": reached.at.isoformat(), "lsn": reached.lsn})

    def bases(self) -> dict[str, str]:
        """Give the first segment of the log that each whole base needs, the oldest base first."""
        return dict(sorted(self.read("bases").items()))

    def read(self, name: str) -> dict[str, Any]:
        """Give a noted table; empty where there is none."""
        return read_table(self.folder, name)

    def write(self, name: str, table: dict[str, Any]) -> None:
        """Note a table, whole or not at all."""
        write_table(self.folder, name, table)
