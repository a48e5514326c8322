"""Drills count what they tried, lost, doubled and got wrong; the run ends with a table of it.

A test that shows a promise of the security paper bears `@pytest.mark.promise("P1")` or stands in
`tests/promises.py`. `make drills` runs these and those marked `drill`, prints the table and writes
`bench/results/drills.json`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.promises import promise_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WRITTEN = Path(__file__).resolve().parents[1] / "bench" / "results" / "drills.json"
_ROWS = pytest.StashKey[list["Row"]]()
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


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ROWS] = []


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
    if made is not None and call.when == "call" and report.outcome != "skipped":
        if not made.has_counted:
            made.counts(tried=1)
        if report.failed and not (made.row.lost or made.row.doubled or made.row.wrong):
            made.counts(tried=0, wrong=1)
        _add(item.config.stash[_ROWS], made.row)
    return report


def _add(rows: list[Row], row: Row) -> None:
    """Add a row; the cases of one test are one row."""
    for known in rows:
        if (known.promise, known.drill) == (row.promise, row.drill):
            for name in ("tried", "lost", "doubled", "wrong"):
                setattr(known, name, getattr(known, name) + getattr(row, name))
            known.seconds = max(known.seconds, row.seconds)
            return
    rows.append(row)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    rows = sorted(config.stash[_ROWS], key=lambda row: (int(row.promise[1:]), row.drill))
    if not rows or "promise" not in str(config.option.markexpr):
        return
    terminalreporter.section("drills")
    width = max(len(row.drill) for row in rows)
    heads = "".join(f"{head:>9}" for head in _HEADS)
    terminalreporter.write_line(f"{'':<4} {'':<{width}}{heads}")
    for row in rows:
        counted = (row.tried, row.lost, row.doubled, row.wrong)
        numbers = "".join(f"{number:>9}" for number in counted)
        seconds = f"{row.seconds:>9.1f}" if row.seconds else f"{'':>9}"
        terminalreporter.write_line(f"{row.promise:<4} {row.drill:<{width}}{numbers}{seconds}")
    bad = sum(row.lost + row.doubled + row.wrong for row in rows)
    terminalreporter.write_line(f"{len(rows)} drills, {bad} lost, doubled or wrong")
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    terminalreporter.write_line(str(WRITTEN))


def _sentence(name: str) -> str:
    """Say what a test is about, from its name."""
    return re.sub(r"\[.*", "", name).removeprefix("test_").replace("_", " ")
