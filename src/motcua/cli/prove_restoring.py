"""The node of `motcua prove --restore`: backed up as it runs, destroyed, restored."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import psycopg

from motcua.kernel.postgres import Server
from motcua.kernel.processes import identify, session_members, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from motcua.cli.temporary import TemporaryNode

_SECONDS_TO_DIE = 30.0


class Restorable:
    """A temporary node with a place for its backups beside it."""

    def __init__(self, node: TemporaryNode, stack: ExitStack) -> None:
        """Take a node that does not run yet; what is started again ends with the stack."""
        self._node, self._stack = node, stack
        self._place = node.home.folder.with_name("place")
        self._key = node.home.folder.with_name("recovery.key")

    @property
    def settings(self) -> dict[str, str]:
        """Give the settings with which it is backed up; all others are as they come."""
        return {"MOTCUA_BACKUP_TO": str(self._place)}

    @property
    def port(self) -> int:
        """Give the port of its pages."""
        return self._node.port

    def make_key(self) -> None:
        """Make the recovery key; from now on it ships."""
        self._motcua("backup", "key", "--to", str(self._key))

    def is_backed_up(self) -> bool:
        """Say whether a whole base lies at the place."""
        listed = json.loads(self._motcua("backup", "list", "--json").stdout)
        return any(chain["bases"] for chain in listed["chains"])

    def kill_shipping(self) -> None:
        """Kill what ships its backups; the node starts it again."""
        note = json.loads((self._node.home.run / "backup.process").read_text())
        with suppress(ProcessLookupError):
            os.kill(note["pid"], signal.SIGKILL)

    def destroy(self) -> None:
        """Kill everything that belongs to it, at once, and delete its folder."""
        folder = self._node.home.folder
        supervisor = int((folder / "run" / "supervisor.lock").read_text())
        notes = [json.loads(path.read_text()) for path in (folder / "run").glob("*.process")]
        postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
        leaders = [identify(pid) for pid in (supervisor, postmaster, *(n["pid"] for n in notes))]
        victims = [
            each for leader in leaders if leader for each in (leader, *session_members(leader))
        ]
        for victim in victims:
            with suppress(ProcessLookupError):  # died with its parent
                os.kill(victim.pid, signal.SIGKILL)
        for victim in victims:
            wait_until_gone(victim, _SECONDS_TO_DIE)
        shutil.rmtree(folder)

    def restore(self, to: datetime | None) -> tuple[float, bool]:
        """Restore it where it was and start it; give the seconds and whether it is intact."""
        began = time.monotonic()
        answer = self._restored(self._node.home.folder, to)
        self._stack.enter_context(self._node.running())
        return time.monotonic() - began, answer.returncode == 0

    def told_at(self, to: datetime, note: Callable[[str], None]) -> set[str]:
        """Restore a moment beside it; give the public ids of the dossiers there."""
        other = self._node.home.folder.with_name("then")
        note(to.isoformat())
        self._restored(other, to)
        with Server(other) as urls, psycopg.connect(urls.superuser) as link:
            rows = link.execute("SELECT public_id::text FROM dossiers_dossier").fetchall()
        return {each for (each,) in rows}

    def _restored(self, into: Path, to: datetime | None) -> subprocess.CompletedProcess[str]:
        moment = to.isoformat() if to else "latest"
        return self._motcua(
            "restore", "--key", str(self._key), "--into", str(into), "--to", moment, must=False
        )

    def _motcua(self, *words: str, must: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "motcua.cli", *words],
            env=self._node.environment() | self.settings,
            capture_output=True,
            text=True,
            check=must,
        )
