"""Processes of this machine: whether one lives, who runs it, how it dies with its parent."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_NON_LOGIN_ACCOUNTS = ("motcua", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Identity:
    """One process for good: numbers are used again, a number with its start time is not."""

    pid: int
    started: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system that a program runs as."""

    name: str
    uid: int
    gid: int


def identify(pid: int) -> Identity | None:
    """Give a living process its identity; None when there is no such process or it is a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self").exists():
        return _identify_by_ps(pid)
    try:
        # The name in parentheses may itself hold spaces and parentheses: cut at the last one.
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else Identity(pid, fields[19])


def _identify_by_ps(pid: int) -> Identity | None:
    program = shutil.which("ps") or "/bin/ps"
    answer = subprocess.run(  # noqa: S603 - a number of our own
        [program, "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return Identity(pid, started.strip()) if state and state[0] not in "ZX" else None


def session_members(leader: Identity) -> list[Identity]:
    """Give what still lives of the session that a process led, even when the leader is gone."""
    current = identify(leader.pid)
    if current is not None and current != leader:
        return []  # the number, and so the session, belongs to somebody else by now
    found = [identify(int(entry.name)) for entry in Path("/proc").glob("[0-9]*")]
    return [
        process
        for process in found
        if process is not None and process != leader and _session(process.pid) == leader.pid
    ]


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def is_alive(identity: Identity) -> bool:
    """Say whether this very process still runs."""
    return identify(identity.pid) == identity


def end(identity: Identity, *, first: signal.Signals, patience: float) -> None:
    """Ask a process to stop with a signal, wait `patience` seconds, then end it."""
    for number, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
        if not is_alive(identity):
            return
        try:
            os.kill(identity.pid, number)
        except ProcessLookupError:
            return
        wait_until_gone(identity, seconds)


def wait_until_gone(identity: Identity, seconds: float) -> bool:
    """Wait at most so many seconds for a process to be gone; say whether it is."""
    deadline = time.monotonic() + seconds
    while is_alive(identity):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def dies_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Give what a child runs before its program so that the kernel signals it when we die.

    None where the kernel cannot (anything but Linux): there the next start ends what was left.
    The kernel means the thread that started the child: start children from the main one.
    """
    if sys.platform != "linux":
        return None
    # Loaded before the fork: nothing may be imported between fork and exec.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def before_program() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return before_program


def own_account() -> Account:
    """Give the account this process runs as; a number without a name is given as its digits."""
    uid, gid = os.geteuid(), os.getegid()
    try:
        return Account(pwd.getpwuid(uid).pw_name, uid, gid)
    except KeyError:
        return Account(str(uid), uid, gid)


def account_for(folder: Path) -> Account:
    """Give who should run a program that refuses root, for data in a folder.

    An ordinary user runs it himself. Root gives it to whoever owns the folder, and where root does,
    to the first account of this machine that has no login of its own.
    """
    if os.geteuid() != 0:
        return own_account()
    uid = folder.stat().st_uid if folder.exists() else 0
    names = [entry.pw_name for entry in pwd.getpwall() if uid and entry.pw_uid == uid]
    for name in (*names, *_NON_LOGIN_ACCOUNTS):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    return own_account()
