"""One round of shipping: first the files, then the log that speaks of them, read back each.

Everything that was acknowledged when a round began is at the place when it ends, so whichever
moment is restored, no row names a file that is not there.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.cli.backup.looking import REACHED
from motcua.cli.backup.notes import Reached, stamp
from motcua.cli.backup.pieces import LARGEST, keep
from motcua.cli.backup.places import PlaceFailed
from motcua.cli.backup.receiving import PARTIAL
from motcua.cli.backup.source import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from motcua.cli.backup.keys import Closing
    from motcua.cli.backup.notes import Notes
    from motcua.cli.backup.places import Place
    from motcua.cli.backup.receiving import Receiver
    from motcua.cli.backup.source import Source

_NOW = "SELECT clock_timestamp(), (pg_current_wal_flush_lsn() - '0/0')::bigint"
_ALL_FILES = "SELECT sha256 FROM kernel_blob"
# What is stored with a number is not committed in the order of numbers; but so many are not stored
# while one transaction lasts. What still escaped is found when the next base is made.
_NEW_FILES = "SELECT DISTINCT blob_id FROM kernel_storedfile WHERE id > %s - 10000"
_LAST_FILE = "SELECT coalesce(max(id), 0) FROM kernel_storedfile"
_IS_THERE = "SELECT EXISTS (SELECT FROM kernel_blob WHERE sha256 = %s)"
_FILES_IN_A_PACK = 2000
_SMALL = ("keys", "sandbox")
_SLEWED = timedelta(seconds=1)
HEADS = "tree-heads"
CLOCK = "clock"


@dataclass(slots=True)
class Round:
    """What one round did; `missing` files have a row and no content, or another content.

    `is_set_back`: the database's clock was put back since the round before.
    """

    at: datetime
    pieces: int = 0
    bytes: int = 0
    files: int = 0
    missing: int = 0
    is_set_back: bool = False


class Shipping:
    """Ships what is new from a node to a place, round by round."""

    def __init__(
        self, source: Source, place: Place, keys: Closing, notes: Notes, receiver: Receiver
    ) -> None:
        self._source = source
        self._place = place
        self._keys = keys
        self._notes = notes
        self._receiver = receiver
        self._known = notes.known()
        self._last_file: int | None = None
        self._partial = ""
        before = notes.reached()
        self._clock: tuple[datetime, float | None] | None = (
            None if before is None else (before.at, None)
        )

    def round(self, note: Callable[[str], None] | None = None, *, whole: bool = False) -> Round:
        """Ship what is new; with `whole` every file of the tables is looked for.

        Raises `Refused`; what was shipped before stays, and the next round goes on from there.
        """
        heads = self._new_heads()
        began = time.monotonic()
        with asked(self._source) as connection:
            row = connection.execute(_NOW).fetchone()
            assert row is not None
            at, lsn = row
        done = Round(at)
        self._receiver.wait_for(lsn)
        partial = self._receiver.partial()
        unfinished = b"" if partial is None else _read(partial)
        # Looked for after it was read: one that ended meanwhile is among the whole ones.
        segments = self._receiver.segments()
        self._look_at_clock(done, lsn, began)
        self._ship_files(done, note, whole=whole)
        self._ship_heads(done, heads)
        self._ship_small(done)
        for path in segments:
            self._keep(done, f"wal/{path.name}", path.read_bytes())
            self._place.delete(f"{self._notes.chain()}/wal/{path.name}{PARTIAL}")
            path.unlink()
        if partial is not None and partial.name.removesuffix(PARTIAL) not in {
            path.name for path in segments
        }:
            self._ship_partial(done, partial.name, unfinished)
        # Last, when all of it is there: until when, and how far the log must go.
        self._keep(done, REACHED, json.dumps({"lsn": lsn}).encode())
        self._notes.reach(Reached(at, lsn))
        return done

    def _ship_partial(self, done: Round, name: str, content: bytes) -> None:
        digest = f"{name} {hashlib.sha256(content).hexdigest()}"
        if content and digest != self._partial:
            self._keep(done, f"wal/{name}", content)
            self._partial = digest

    def _look_at_clock(self, done: Round, lsn: int, began: float) -> None:
        """Ship a note where the database's clock was put back: its hours happened twice.

        Who restores a moment of them must not get the first where the second is meant.
        """
        at, ticks = self._clock or (done.at, None)
        passed = timedelta(seconds=0 if ticks is None else began - ticks)
        if done.at < at + passed - _SLEWED:
            first, last = done.at - passed, at + passed
            words = {"first": first.isoformat(), "last": last.isoformat(), "lsn": lsn}
            self._keep(done, f"{CLOCK}/{stamp(done.at)}", json.dumps(words).encode())
            done.is_set_back = True
        self._clock = (done.at, time.monotonic())

    def _keep(self, done: Round, name: str, content: bytes) -> None:
        where = f"{self._notes.chain()}/{name}"
        done.bytes += keep(self._place, where, content, done.at, self._keys)
        done.pieces += 1

    # --- files -----------------------------------------------------------------------------------

    def _ship_files(self, done: Round, note: Callable[[str], None] | None, *, whole: bool) -> None:
        with asked(self._source) as connection:
            row = connection.execute(_LAST_FILE).fetchone()
            assert row is not None
            is_all = whole or self._last_file is None
            asks = (_ALL_FILES, ()) if is_all else (_NEW_FILES, (self._last_file,))
            names = [each for (each,) in connection.execute(*asks) if each not in self._known]
        for number, pack in enumerate(self._packs(done, sorted(names))):
            name = f"files/{stamp(done.at)}-{number:05d}"
            self._keep(done, name, _tar(pack))
            self._notes.learn(name, (each for each, _ in pack))
            self._known.update((each, name) for each, _ in pack)
            done.files += len(pack)
            if note is not None:
                note(f"{done.files}/{len(names)}")
        self._last_file = row[0]

    def _packs(self, done: Round, names: Iterable[str]) -> Iterator[list[tuple[str, bytes]]]:
        pack: list[tuple[str, bytes]] = []
        size = 0
        for name in names:
            content = self._content(name, done)
            if content is None:
                continue
            if pack and (size + len(content) > LARGEST or len(pack) == _FILES_IN_A_PACK):
                yield pack
                pack, size = [], 0
            pack.append((name, content))
            size += len(content)
        if pack:
            yield pack

    def _content(self, sha256: str, done: Round) -> bytes | None:
        """Read a file; one swept away meanwhile is none, one lost or damaged is counted."""
        try:
            content = self._source.files.get(f"{sha256[:2]}/{sha256[2:4]}/{sha256}")
        except PlaceFailed:
            with asked(self._source) as connection:
                row = connection.execute(_IS_THERE, (sha256,)).fetchone()
            done.missing += row == (True,)
            return None
        if hashlib.sha256(content).hexdigest() != sha256:
            done.missing += 1
            return None
        return content

    # --- what lies beside ------------------------------------------------------------------------

    def _new_heads(self) -> list[tuple[str, int, bytes]]:
        """Read what was added to the tree heads since the last round: name, from where, bytes.

        Read before the log, so that no head speaks of a row that the log does not have.
        """
        seen = self._notes.read("heads")
        found = []
        for path in sorted((self._source.data / HEADS).glob("*")):
            start = seen.get(path.name, 0)
            with path.open("rb") as handle:
                handle.seek(start)
                if added := handle.read():
                    found.append((path.name, start, added))
        return found

    def _ship_heads(self, done: Round, heads: list[tuple[str, int, bytes]]) -> None:
        if not heads:
            return
        members = [(f"{name}@{start}", added) for name, start, added in heads]
        self._keep(done, f"heads/{stamp(done.at)}", _tar(members))
        seen = self._notes.read("heads")
        seen.update({name: start + len(added) for name, start, added in heads})
        self._notes.write("heads", seen)

    def _ship_small(self, done: Round) -> None:
        """Ship keys and what else is small, when it changed."""
        data = self._source.data
        paths = [path for name in _SMALL for path in sorted((data / name).rglob("*"))]
        paths += sorted(data.glob("*.json"))
        packed = _tar(
            [(path.relative_to(data).as_posix(), _read(path)) for path in paths if path.is_file()]
        )
        digest = hashlib.sha256(packed).hexdigest()
        if self._notes.read("small").get("digest") != digest:
            self._keep(done, f"small/{stamp(done.at)}", packed)
            self._notes.write("small", {"digest": digest})


def _tar(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack contents under names, the same bytes for the same contents."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # Ended while we looked: as a whole segment it is shipped in the next round.
        return b""
