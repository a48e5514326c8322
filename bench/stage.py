"""The stage: a node that runs, a made-up world on it, and people with tokens and papers."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connections

from bench.figures import percentile
from motcua.demo.build import found_the_world
from motcua.demo.history.year import play_year
from motcua.demo.prove import filings, wire
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.cli.temporary import TemporaryNode

MOST_CLIENTS = 32


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: seconds of a round, rounds, dossiers of the year and of the pages.

    `million` are the dossiers of the section of that name, `people` the seconds of P10 and
    `overload` those of the crowd that is too large.
    """

    seconds: float = 5.0
    rounds: int = 3
    year: int = 2000
    dossiers: int = 100_000
    filings: int = 100_000
    effects: float = 60.0
    requests: int = 400
    million: int = 1_600_000
    people: float = 300.0
    overload: float = 30.0
    swept: int = 1_000_000
    messages: int = 100_000
    receipts: int = 1_000_000


FULL = Size()
QUICK = Size(
    0.4,
    1,
    40,
    600,
    200,
    2.0,
    20,
    swept=20_000,
    messages=3000,
    receipts=20_000,
    million=20_000,
    people=5.0,
    overload=5.0,
)


@dataclass(slots=True)
class Stage:
    """Everything the measurements need."""

    node: TemporaryNode
    size: Size
    patterns: list[filings.Pattern] = field(default_factory=list)
    people: list[filings.Filer] = field(default_factory=list)
    runs: int = 0

    def build(self) -> float:
        """Import the made-up world; give the seconds it took."""
        began = time.monotonic()
        found_the_world()
        play_year(clock.now(), lambda _said: None, dossiers=self.size.year)
        took = time.monotonic() - began
        self.patterns = filings.patterns(seed=1)
        return took

    def refresh(self) -> None:
        """Give people fresh tokens, which live a quarter of an hour, and their papers."""
        fresh = filings.filers(MOST_CLIENTS)
        kept = {filer.account_id: filer.uploads for filer in self.people}
        if kept:
            self.people = [
                filings.Filer(one.account_id, one.token, kept[one.account_id]) for one in fresh
            ]
        else:
            self.people = filings.with_uploads(self.node.port, fresh)

    @property
    def keys(self) -> str:
        """Give the pattern of the submission keys of the last run."""
        return f"api:%:{self.runs:04d}-%"

    def requests(self, clients: int, numbers: int | None = None) -> list[Iterator[bytes]]:
        """Give filings of a run of its own for each client, so many or without end."""
        self.runs += 1
        run = f"{self.runs:04d}"
        return [
            filings.requests_of(
                filer,
                self.patterns,
                run,
                itertools.count() if numbers is None else iter(range(numbers)),
            )
            for filer in self.people[:clients]
        ]


@dataclass(slots=True)
class Heard:
    """What came back in a round."""

    seconds: float = 0.0
    answers: list[wire.Answer] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Give the answers a second."""
        return len(self.answers) / self.seconds

    def at(self, part: float) -> float:
        """Give the milliseconds within which a part of the answers came."""
        return 1000 * percentile([answer.seconds for answer in self.answers], part)

    def expect(self, *statuses: int) -> Heard:
        """Raise `RuntimeError` unless every answer has one of these statuses."""
        wrong = [answer for answer in self.answers if answer.status not in statuses]
        if wrong:
            first = wrong[0]
            raise RuntimeError(
                f"{len(wrong)} answers, such as {first.status}: {first.body[:300]!r}"
            )
        return self


def send(
    port: int,
    requests: list[Iterator[bytes]],
    *,
    seconds: float | None = None,
    address: str = "127.0.0.1",
) -> Heard:
    """Send requests, one client each, all of them or for so many seconds, from one address."""
    heard = Heard()
    deadline = None if seconds is None else time.monotonic() + seconds
    limited = [_until(deadline, each) for each in requests]
    heard.seconds = wire.Crowd(port, limited, heard.answers.append, address=address).run()
    return heard


def _until(deadline: float | None, requests: Iterator[bytes]) -> Iterator[bytes]:
    for request in requests:
        if deadline is not None and time.monotonic() > deadline:
            return
        yield request


def leave() -> None:
    """Close this process's connections: the database goes away with the node."""
    connections.close_all()


def web_memory() -> dict[int, int]:
    """Give the resident bytes of each web process of the node, by process number."""
    page = os.sysconf("SC_PAGE_SIZE")
    found: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            command = _read(f"{entry.path}/cmdline")
            if b"gunicorn" in command and _ours(entry.path) and not _has_children(entry.name):
                found[int(entry.name)] = int(_read(f"{entry.path}/statm").split()[1]) * page
    return found


def _ours(path: str) -> bool:
    mark = f"MOTCUA_DATA={os.environ['MOTCUA_DATA']}\0".encode()
    return mark in _read(f"{path}/environ")


def _has_children(number: str) -> bool:
    return bool(_read(f"/proc/{number}/task/{number}/children").strip())


def _read(path: str) -> bytes:
    with open(path, "rb") as handle:  # noqa: PTH123 - thousands of small files
        return handle.read()
