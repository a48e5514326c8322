"""Bases: the whole database as it was while it went on, in pieces; and what is thrown away when."""

from __future__ import annotations

import json
import subprocess
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.cli.backup.looking import PACKS, WHOLE
from motcua.cli.backup.notes import moment_of, stamp
from motcua.cli.backup.pieces import LARGEST, keep
from motcua.cli.backup.source import asked
from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motcua.cli.backup.keys import Closing
    from motcua.cli.backup.notes import Notes
    from motcua.cli.backup.places import Place
    from motcua.cli.backup.source import Source

_AT_ONCE = 2
_WAITING = 4
_START = """
SELECT clock_timestamp(), pg_walfile_name(pg_current_wal_flush_lsn()),
    (pg_current_wal_flush_lsn() - '0/0')::bigint, sum(pg_database_size(oid))::bigint,
    current_setting('server_version_num')::int
FROM pg_database WHERE datallowconn
"""
_END = "SELECT clock_timestamp(), (pg_current_wal_insert_lsn() - '0/0')::bigint"


@dataclass(slots=True)
class Base:
    """A base that is at the place, but not yet the log it needs from `start` up to `lsn`."""

    name: str
    ended_at: datetime
    first_segment: str
    start: int
    version: int
    lsn: int
    size: int
    pieces: int


def take(
    source: Source, place: Place, keys: Closing, chain: str, note: Callable[[str], None]
) -> Base:
    """Copy the database in pieces while it goes on. Raises `Refused`; then no base is there."""
    with asked(source) as connection:
        row = connection.execute(_START).fetchone()
    assert row is not None
    began, segment, start, expected, version = row
    name = stamp(began)
    command = [source.programs.path("pg_basebackup"), "-d", source.copying(), "--no-password"]
    command += ["-D", "-", "--format=tar", "--wal-method=none", "--checkpoint=fast"]
    size = 0
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=source.environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            sending = _Sending(place, keys, f"{chain}/base/{name}", began)
            while block := process.stdout.read(LARGEST):
                sending.send(block)
                size += len(block)
                note(f"{size // 1024**2} MB, {min(99, 100 * size // max(expected, 1))} %")
            pieces = sending.end()
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace")
    if process.returncode != 0:
        why = (said.strip().splitlines() or ["?"])[-1]
        raise Refused(f"Không sao được cơ sở dữ liệu: {why}", f"The database is not copied: {why}")
    with asked(source) as connection:
        row = connection.execute(_END).fetchone()
    assert row is not None
    return Base(name, row[0], segment, start, version // 10000, row[1], size, pieces)


def seal(place: Place, keys: Closing, notes: Notes, base: Base) -> None:
    """Say that a base and the log it needs are there: only now can it be restored."""
    document = {
        "first_segment": base.first_segment,
        "pieces": base.pieces,
        "size": base.size,
        "start": base.start,
        "version": base.version,
    }
    name = f"{notes.chain()}/base/{base.name}/{WHOLE}"
    keep(place, name, json.dumps(document).encode(), base.ended_at, keys)
    notes.write("bases", notes.bases() | {base.name: base.first_segment})


def list_packs(place: Place, keys: Closing, notes: Notes, now: datetime) -> None:
    """Say which packs of files there are, so that one that is deleted at the place is missed."""
    packs = sorted(set(notes.known().values()))
    keep(place, f"{notes.chain()}/{PACKS}", json.dumps(packs).encode(), now, keys)


class _Sending:
    """Sends the pieces of a base, some at once."""

    def __init__(self, place: Place, keys: Closing, where: str, at: datetime) -> None:
        self._place, self._keys, self._where, self._at = place, keys, where, at
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="base")
        self._under_way: deque[Future[int]] = deque()
        self._number = 0

    def send(self, block: bytes) -> None:
        """Send a block as the next piece; waits while too many are under way."""
        if len(self._under_way) >= _WAITING:
            self._under_way.popleft().result()
        name = f"{self._where}/{self._number:05d}"
        self._number += 1
        self._under_way.append(
            self._pool.submit(keep, self._place, name, block, self._at, self._keys)
        )

    def end(self) -> int:
        """Wait for all of them; give their number."""
        for each in self._under_way:
            each.result()
        self._pool.shutdown()
        return self._number


# --- what is thrown away --------------------------------------------------------------------------


def prune(source: Source, place: Place, notes: Notes, *, now: datetime, days: int) -> int:
    """Delete what no moment of the last `days` days needs; give the number of pieces deleted.

    A base goes when a younger whole one is older than that, the log when no base that stays needs
    it, a pack of files when for so long no row has named any of them, and a chain of an earlier
    node when its last piece is so old.
    """
    before = now - timedelta(days=days)
    chain = notes.chain()
    there = list(place.names())
    doomed = [name for name in there if _is_of_a_chain_that_ended(name, chain, there, before)]
    doomed += _bases_and_log(there, notes, before)
    packs = {name.removeprefix(f"{chain}/") for name in there if name.startswith(f"{chain}/files/")}
    dead = _dead_packs(source, notes, packs, before=before, now=now)
    doomed += [f"{chain}/{pack}" for pack in dead]
    for name in doomed:
        place.delete(name)
    notes.unlearn(dead)
    return len(doomed)


def _is_of_a_chain_that_ended(name: str, chain: str, there: list[str], before: datetime) -> bool:
    own = name.partition("/")[0]
    if own == chain:
        return False
    last = max((_moment_in(each) for each in there if each.startswith(f"{own}/")), default="")
    return bool(last) and moment_of(last) < before


def _moment_in(name: str) -> str:
    """Give the stamp in a name of a base, a pack or heads; nothing in the name of a segment."""
    parts = name.split("/")
    stamped = len(parts) > 2 and parts[1] in {"base", "files", "heads", "small"}
    return parts[2].partition("-")[0] if stamped else ""


def _bases_and_log(there: list[str], notes: Notes, before: datetime) -> list[str]:
    bases = notes.bases()
    old = [name for name in bases if moment_of(name) < before]
    gone = set(old[:-1])  # the youngest of the old ones carries the oldest moment kept
    left = {name: segment for name, segment in bases.items() if name not in gone}
    # A base that was begun and never became whole carries nothing.
    begun = {name.split("/")[2] for name in there if name.startswith(f"{notes.chain()}/base/")}
    youngest = max(left, default="")
    gone |= {name for name in begun if name not in left and name < youngest}
    notes.write("bases", left)
    needed = min(left.values(), default="")
    doomed = [f"{notes.chain()}/base/{name}/" for name in gone]
    start = f"{notes.chain()}/wal/"
    return [
        name
        for name in there
        if name.startswith(tuple(doomed))
        or (
            name.startswith(start)
            and not name.endswith(".history")
            and name.removeprefix(start) < needed
        )
    ]


def _dead_packs(
    source: Source, notes: Notes, packs: set[str], *, before: datetime, now: datetime
) -> set[str]:
    """Give the packs of whose files no row has named any since `before`.

    One of which the node knows nothing is dead too: what lay in it was sent again.
    """
    with asked(source) as connection:
        alive = {name for (name,) in connection.execute("SELECT sha256 FROM kernel_blob")}
    known = notes.known()
    dead = packs - {pack for name, pack in known.items() if name in alive}
    since = {pack: at for pack, at in notes.read("dead").items() if pack in dead}
    for pack in dead:
        since.setdefault(pack, stamp(now))
    gone = {pack for pack, at in since.items() if moment_of(at) < before}
    notes.write("dead", {pack: at for pack, at in since.items() if pack not in gone})
    return gone
