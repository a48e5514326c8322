"""Drills count what they tried, lost, doubled and got wrong; the run ends with a table of it.

A test that shows a promise of the security paper bears `@pytest.mark.promise("P1")` or stands in
`tests/promises.py`. `make drills` runs these, prints the table and writes
`bench/results/drills.json`: machine, versions, rows. It fails where anything was lost, doubled or
wrong, and where a promise of `PROMISES` was not tried at all.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from bench import figures
from tests.promises import PROMISES, promise_of
from tests.upgrading import release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WRITTEN = Path(__file__).resolve().parents[1] / "bench" / "results" / "drills.json"
_RUN = pytest.StashKey["Run"]()
_now: list[Drill] = []
_HEADS = ("tried", "lost", "doubled", "wrong", "seconds")


@dataclass
class Row:
    """What one drill came to; `seconds` is how long it took to recover, or the longest wait."""

    promise: str
    drill: str
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    seconds: float = 0.0


@dataclass
class Drill:
    """Takes a drill's own counts."""

    row: Row
    has_counted: bool = field(default=False)

    def counts(
        self,
        *,
        tried: int,
        lost: int = 0,
        doubled: int = 0,
        wrong: int = 0,
        longest: float = 0.0,
    ) -> None:
        """Add to what was tried and what came of it; of times the longest is kept."""
        self.has_counted = True
        self.row.tried += tried
        self.row.lost += lost
        self.row.doubled += doubled
        self.row.wrong += wrong
        self.row.seconds = max(self.row.seconds, longest)

    def counts_of(self, figures: Mapping[str, float]) -> None:
        """Add the figures of `motcua prove`."""
        names = ("tried", "lost", "doubled", "wrong")
        counted = {name: int(figures[name]) for name in names}
        self.counts(**counted, longest=figures.get("seconds", 0.0))


@dataclass
class Run:
    """What all drills of a run came to, and which of them this machine could not try."""

    rows: list[Row] = field(default_factory=list)
    not_tried: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    machine: dict[str, object] = field(default_factory=figures.machine)

    @property
    def bad(self) -> int:
        """Count what was lost, doubled or wrong in all."""
        return sum(row.lost + row.doubled + row.wrong for row in self.rows)

    @property
    def untried(self) -> list[str]:
        """Give the promises that no drill tried."""
        shown = {row.promise for row in self.rows if row.tried}
        return [each for each in PROMISES if each not in shown]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RUN] = Run()


def is_whole(config: pytest.Config) -> bool:
    """Say whether the run is that of `make drills`, and no part of it."""
    chosen = config.option.markexpr == "promise"
    return chosen and not config.option.keyword and config.args_source.name == "TESTPATHS"


@pytest.fixture
def drill(request: pytest.FixtureRequest) -> Drill:
    """Give what a drill counts into."""
    made = getattr(request.node, "drill", None)
    assert made is not None, "the test bears no promise"
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        promise = promise_of(item.nodeid)
        if promise and item.get_closest_marker("promise") is None:
            item.add_marker(pytest.mark.promise(promise))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    marker = item.get_closest_marker("promise")
    made = Drill(Row(marker.args[0], _sentence(item.name))) if marker else None
    item.drill = made  # type: ignore[attr-defined]
    _now[:] = [made] if made else []
    return (yield)


def tried(number: int) -> None:
    """Count what is tried in the test that runs, for those who help many tests."""
    for made in _now:
        made.counts(tried=number)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    made: Drill | None = getattr(item, "drill", None)
    if made is None:
        return report
    run = item.config.stash[_RUN]
    if report.skipped:
        run.not_tried[made.row.drill] = str(call.excinfo.value) if call.excinfo else ""
    elif call.when == "call":
        if not made.has_counted:
            made.counts(tried=1)
        if report.failed and not (made.row.lost or made.row.doubled or made.row.wrong):
            made.counts(tried=0, wrong=1)
        _add(run.rows, made.row)
    elif report.failed:
        # What it needs could not be made, or did not end: that is not well either.
        _add(run.rows, Row(made.row.promise, made.row.drill, tried=1, wrong=1))
    return report


def _add(rows: list[Row], row: Row) -> None:
    """Add a row; the cases of one test are one row."""
    for known in rows:
        if (known.promise, known.drill) == (row.promise, row.drill):
            _add_to(known, row)
            return
    rows.append(row)


def _add_to(known: Row, row: Row) -> None:
    for name in ("tried", "lost", "doubled", "wrong"):
        setattr(known, name, getattr(known, name) + getattr(row, name))
    known.seconds = max(known.seconds, row.seconds)


def pytest_sessionfinish(session: pytest.Session) -> None:
    run = session.config.stash[_RUN]
    is_done = session.exitstatus == pytest.ExitCode.OK
    if is_done and is_whole(session.config) and (run.bad or run.untried):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    run = config.stash[_RUN]
    run.rows.sort(key=lambda row: (int(row.promise[1:]), row.drill))
    if not run.rows or "promise" not in str(config.option.markexpr):
        return
    terminalreporter.section("drills")
    for line in table(run):
        terminalreporter.write_line(line)
    if is_whole(config):
        for promise in run.untried:
            terminalreporter.write_line(f"{promise}: no drill tried it")
        write(run)
        terminalreporter.write_line(str(WRITTEN))


def table(run: Run) -> Iterator[str]:
    """Draw what people read: a line for each drill and each promise, then what is missing."""
    width = max(len(row.drill) for row in run.rows)
    yield f"{'':<4} {'':<{width}}" + "".join(f"{head:>9}" for head in _HEADS)
    for row in (*run.rows, *summed(run.rows)):
        counted = (row.tried, row.lost, row.doubled, row.wrong)
        seconds = f"{row.seconds:>9.1f}" if row.seconds else f"{'':>9}"
        numbers = "".join(f"{number:>9}" for number in counted)
        yield f"{row.promise:<4} {row.drill:<{width}}{numbers}{seconds}"
    for name, why in run.not_tried.items():
        yield f"not tried: {name}: {why}"
    yield f"{len(run.rows)} drills, {run.bad} lost, doubled or wrong"


def summed(rows: list[Row]) -> list[Row]:
    """Add up the drills of each promise; of times the longest is kept."""
    found: dict[str, Row] = {}
    for row in rows:
        _add_to(found.setdefault(row.promise, Row(row.promise, "in all")), row)
    return list(found.values())


def write(run: Run) -> None:
    """Write machine, versions and rows where the figures lie."""
    minutes = round((time.monotonic() - run.began) / 60, 1)
    load = [round(one, 2) for one in os.getloadavg()]
    document = {
        "machine": run.machine | {"load_after": load, "minutes": minutes},
        "versions": figures.versions(_postgres()) | {"former_code": _former()},
        "rows": [asdict(row) | {"seconds": round(row.seconds, 1)} for row in run.rows],
        "not_tried": run.not_tried,
        "untried": run.untried,
    }
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def _postgres() -> str:
    """Name the version of the server that the tests have."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        version = connection.info.server_version
    return f"{version // 10_000}.{version % 10_000}"


def _former() -> str:
    """Name the last release in the drill of upgrades: version, commit and day."""
    of = json.loads((release.ROOT / release.RECORD).read_text(encoding="utf-8"))["version"]
    command = ["git", "log", "-1", "--format=%h %as", release.commit_of(of) or "HEAD"]
    answer = subprocess.run(command, cwd=release.ROOT, capture_output=True, text=True, check=False)
    return f"{of} {answer.stdout}".strip()


def _sentence(name: str) -> str:
    """Say what a test is about, from its name."""
    return re.sub(r"\[.*", "", name).removeprefix("test_").replace("_", " ")
