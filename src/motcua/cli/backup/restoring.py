"""A node made anew from its backups, step by step; interrupted, the next run takes it up again."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg

from motcua.cli.backup import heads
from motcua.cli.backup.ending import HISTORY, first_needed, require_end
from motcua.cli.backup.looking import chain_of, lost_packs
from motcua.cli.backup.places import Missing
from motcua.cli.backup.plan import fetched
from motcua.cli.backup.receiving import PARTIAL, follows
from motcua.cli.backup.source import file_store
from motcua.cli.home import Home
from motcua.cli.speech import Refused, language
from motcua.kernel.postgres import ENVIRONMENT, PostgresFailed, Server, find_programs
from motcua.kernel.processes import account_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from motcua.cli.backup.keys import Opening
    from motcua.cli.backup.places import Place
    from motcua.cli.backup.plan import Plan

    Note = Callable[[str], None]

JOURNAL = "restoring"
_LOG = "restoring-wal"
_SECONDS_TO_RECOVER = 6 * 3600.0
_TOO_EARLY = "recovery ended before configured recovery target was reached"


class Restoring:
    """One restoration into a folder."""

    def __init__(self, place: Place, keys: Opening, plan: Plan, into: Path) -> None:
        self._place, self._keys, self._plan, self._into = place, keys, plan, into
        self._home = Home(into)
        self._postgres = into / "postgres"
        self._done: dict[str, object] = {}
        self._is_cut = False

    def begin(self) -> None:
        """Make the folder, or take up what an earlier run began."""
        self._into.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._done = self._home.read(JOURNAL)
        work = {"chain": self._plan.chain.name, "base": self._plan.base}
        if any(self._done.get(name) != value for name, value in work.items()):
            self._done = dict(work)
        if self._done.get("recovering"):  # cut short: its log was half replayed
            self._done = {**work, "packs": self._done.get("packs", [])}
        self._note()

    def _note(self, **words: object) -> None:
        self._done.update(words)
        self._home.write(JOURNAL, self._done)

    # --- the database ----------------------------------------------------------------------------

    def database(self, note: Note) -> None:
        """Unpack the base and check every file of it against its manifest."""
        if self._done.get("database"):
            return
        shutil.rmtree(self._postgres, ignore_errors=True)
        self._postgres.mkdir(mode=0o700)
        stream = _Stream(self._contents(self._plan.base_pieces), self._plan.size, note)
        with tarfile.open(fileobj=stream, mode="r|", bufsize=1024**2) as archive:
            for entry in archive:
                _unpack(archive, entry, self._postgres)
        self._verify_base()
        self._note(database=True)

    def _contents(self, names: list[str]) -> Iterator[bytes]:
        for _, content in fetched(self._place, names, self._keys):
            yield content

    def _verify_base(self) -> None:
        program = find_programs(self._plan.version).path("pg_verifybackup")
        answer = subprocess.run(  # noqa: S603 - a program of PostgreSQL
            [program, "--no-parse-wal", "--quiet", str(self._postgres)],
            capture_output=True,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
        if answer.returncode != 0:
            why = (answer.stderr.strip().splitlines() or ["?"])[0]
            raise Refused(f"Bản gốc không nguyên vẹn: {why}", f"The base is not whole: {why}")

    def look_again(self) -> None:
        """See what was shipped since the plan was made: files of which the log fetched speaks."""
        self._plan = replace(self._plan, chain=chain_of(self._place, self._plan.chain))

    # --- files -----------------------------------------------------------------------------------

    def files(self, note: Note) -> None:
        """Put every file into the store, each checked against its name, which is its hash."""
        if lost := lost_packs(self._place, self._keys, self._plan.chain):
            raise Missing(lost[0])
        store = file_store(self._into, waits=False)
        packs = list(self._done.get("packs", []))  # type: ignore[call-overload]
        names = [name for name in self._plan.packs if name not in set(packs)]
        count = 0
        for name, (_, content) in zip(names, fetched(self._place, names, self._keys), strict=True):
            for sha256, file in _members(content):
                if hashlib.sha256(file).hexdigest() != sha256:
                    raise Refused(f"Tệp {sha256} đã đổi.", f"The file {sha256} was changed.")
                store.put(f"{sha256[:2]}/{sha256[2:4]}/{sha256}", file)
                count += 1
            packs.append(name)
            os.sync()  # before it is noted as done
            self._note(packs=packs)
            note(f"{len(packs)}/{len(self._plan.packs)} · {count}")

    def small(self) -> None:
        """Put keys, tree heads and what else is small where they belong."""
        chain, to = self._plan.chain, self._plan.to
        names = [f"{chain.name}/small/{name}" for name in chain.below("small")]
        for header, content in fetched(self._place, names, self._keys):
            # Of what was shipped after the moment only the first: a key made just before it.
            for name, file in _members(content):
                path = self._into / name
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.write_bytes(file)
                path.chmod(0o600)
            if to is not None and header.moment >= to:
                break
        names = [f"{chain.name}/heads/{name}" for name in chain.below("heads")]
        heads.put(self._into, (_members(each) for each in self._contents(names)))

    # --- the log ---------------------------------------------------------------------------------

    def log(self, note: Note, *, is_all: bool = False) -> None:
        """Fetch the database's log from the base up to the moment, or as far as it goes."""
        folder = self._postgres / _LOG
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        names, to = self._plan.log, None if is_all else self._plan.to
        round_, before, self._is_cut = None, "", False
        for name, (header, content) in zip(
            names, fetched(self._place, names, self._keys), strict=False
        ):
            if self._is_cut:
                break
            (folder / name.rpartition("/")[2].removesuffix(PARTIAL)).write_bytes(content)
            note(f"{header.at[:19]}")
            if name.endswith(HISTORY):
                continue
            self._require_next(before, name, header.size)
            before = name
            if to is None:
                continue
            # The round after the moment ended in the segment after those it sent whole. That one
            # may have been sent again since, and then bears a later time.
            if round_ is not None and header.moment > round_:
                self._is_cut = True
            elif round_ is None and header.moment >= to:
                round_ = header.moment

    def _require_next(self, before: str, name: str, size: int) -> None:
        """See that a segment is the one after another, or the one that the base needs first."""
        needed = first_needed(self._postgres)
        if not before and name.rpartition("/")[2].removesuffix(PARTIAL) > needed:
            raise Refused(
                f"Thiếu đoạn nhật ký {needed} mà bản gốc cần.",
                f"The segment {needed} of the log, which the base needs, is missing.",
            )
        if before and not follows(before, name, size):
            raise Refused(
                f"Sau {before} thiếu đoạn nhật ký: chỉ khôi phục được tới trước chỗ ấy (--to).",
                f"After {before} a segment is missing: give a moment before it with --to.",
            )

    def recover(self, note: Note) -> None:
        """Replay the log up to the moment and let the database open there."""
        self._note(recovering=True, database=False)
        own = self._postgres / "postgresql.auto.conf"
        before = own.read_text() if own.exists() else ""
        if not self._reaches_the_moment(own, before, note):
            self._replay(own, before, to_moment=False)
            require_end(self._postgres, self._postgres / _LOG, self._plan.lsn)
        own.write_text(before)
        shutil.rmtree(self._postgres / _LOG)

    def _reaches_the_moment(self, own: Path, before: str, note: Note) -> bool:
        """Replay up to the moment; False where nothing was written after it, or there is none."""
        if self._plan.to is None:
            return False
        while True:
            try:
                self._replay(own, before, to_moment=True)
            except PostgresFailed as error:
                if _TOO_EARLY not in str(error.details.get("english")):
                    raise
                if not self._is_cut:
                    return False
                self.log(note, is_all=True)
            else:
                return True

    def _replay(self, own: Path, before: str, *, to_moment: bool) -> None:
        # A status above 125 ends the recovery: what cannot be read is not the end of the log.
        fetch = f'test ! -e {_LOG}/%f && exit 1; cp {_LOG}/%f "%p" || exit 200'
        lines = [f"restore_command = '{fetch}'", "hot_standby = 'off'"]
        if to_moment:
            assert self._plan.to is not None
            lines += [
                f"recovery_target_time = '{self._plan.to.isoformat()}'",
                "recovery_target_action = 'promote'",
            ]
        own.write_text(before + "".join(f"{line}\n" for line in lines))
        (self._postgres / "recovery.signal").touch()
        self._give_away()
        server = Server(self._into, patience=_SECONDS_TO_RECOVER)
        with server as urls, psycopg.connect(urls.superuser) as connection:
            sizes = connection.execute("SELECT agency_id, size FROM kernel_auditlog").fetchall()
        heads.cut(self._into, dict(sizes))

    def _give_away(self) -> None:
        """Let the account that runs the server own its files."""
        account = account_for(self._into)
        if account.uid == os.geteuid():
            return
        for folder, _, names in os.walk(self._postgres):
            os.chown(folder, account.uid, account.gid)
            for name in names:
                os.chown(os.path.join(folder, name), account.uid, account.gid)  # noqa: PTH118

    # --- and whether it is whole -----------------------------------------------------------------

    def end(self) -> None:
        """Forget that this was under way."""
        (self._into / f"{JOURNAL}.json").unlink()

    def is_intact(self) -> bool:
        """Have a process of its own look whether the restored node is whole; it prints a table."""
        own = {name: value for name, value in os.environ.items() if "DATABASE_" not in name}
        answer = subprocess.run(
            [sys.executable, "-m", "motcua.cli", "intact"],
            env=own | {"MOTCUA_DATA": str(self._into), "MOTCUA_LANGUAGE": language()},
            check=False,
        )
        return answer.returncode == 0


class _Stream(io.RawIOBase):
    """The pieces of a base as one stream."""

    def __init__(self, contents: Iterator[bytes], size: int, note: Note) -> None:
        self._contents, self._size, self._tell = contents, size, note
        self._block, self._at, self._read = b"", 0, 0

    def read(self, size: int = -1) -> bytes:
        """Give at most so many bytes; none at the end."""
        if self._at == len(self._block):
            self._block, self._at = next(self._contents, b""), 0
            self._read += len(self._block)
            self._tell(f"{self._read // 1024**2} MB, {100 * self._read // max(self._size, 1)} %")
        end = len(self._block) if size < 0 else self._at + size
        part = self._block[self._at : end]
        self._at += len(part)
        return part


def _unpack(archive: tarfile.TarFile, entry: tarfile.TarInfo, into: Path) -> None:
    """Unpack one entry of a base: a folder or a file within, and nothing else.

    Links there are none, as a node has no table spaces elsewhere.
    """
    path = into / entry.name
    if not path.resolve().is_relative_to(into) or not (entry.isdir() or entry.isfile()):
        raise Refused(
            f"Bản gốc có mục lạ: {entry.name}", f"The base holds a strange entry: {entry.name}"
        )
    if entry.isdir():
        path.mkdir(mode=0o700, exist_ok=True)
        return
    content = archive.extractfile(entry)
    assert content is not None
    with path.open("wb") as handle:
        shutil.copyfileobj(content, handle, 1024**2)
    path.chmod(0o600)


def _members(packed: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for entry in archive:
            handle = archive.extractfile(entry)
            if handle is None or ".." in entry.name.split("/") or entry.name.startswith("/"):
                raise Refused(f"Mục lạ: {entry.name}", f"A strange entry: {entry.name}")
            yield entry.name, handle.read()


def is_taken_up(into: Path) -> bool:
    """Say whether a folder holds a restoration that was cut short."""
    with contextlib.suppress(OSError, ValueError):
        return "chain" in json.loads((into / f"{JOURNAL}.json").read_text())
    return False
