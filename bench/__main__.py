"""`make bench`: measure on a node of its own, print a table, write `bench/results/latest.json`.

BENCH_QUICK=1         a short run, for a look at the whole
BENCH_ONLY=a,b        only these: import filing status drain calendar forms numbering pages finding
                      sweeps messages receipts people overload million
                      effects
BENCH_OUT=path        where to write, instead of bench/results/latest.json
"""

from __future__ import annotations

import importlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from bench import figures
from motcua.cli import django
from motcua.cli.temporary import TemporaryNode, temporary_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What is measured without the worker, in this order, and what with it.
_ALONE = (
    ("filing", "bench.submitting:filing"),
    ("status", "bench.statuses:status_change"),
    ("drain", "bench.singles:outbox_drain"),
    ("calendar", "bench.singles:calendar_due"),
    ("forms", "bench.forms:forms"),
    ("numbering", "bench.submitting:numbering"),
    ("pages", "bench.pages:pages"),
    ("finding", "bench.finding:finding"),
    ("sweeps", "bench.sweeps:sweeps"),
    ("messages", "bench.messages:messages"),
    ("receipts", "bench.receipts:receipts"),
    ("people", "bench.people:people"),
    ("overload", "bench.overload:overload"),
    ("million", "bench.million:million"),
)
_WITH_WORKER = (("effects", "bench.submitting:effects"),)
_SERVING = ("-m", "bench.serving")


def main() -> None:
    """Measure everything that was asked for."""
    began, described = time.monotonic(), figures.machine()
    found: list[figures.Figure] = []
    with temporary_node() as node:
        with node.running(_SERVING):
            _enter(node)
            stage_of = importlib.import_module("bench.stage")
            size = stage_of.QUICK if os.environ.get("BENCH_QUICK") == "1" else stage_of.FULL
            stage = stage_of.Stage(node, size)
            seconds = stage.build()
            found += _shown([figures.Figure("import_demo_world", round(seconds, 1), "s")])
            for name, path in _ALONE:
                found += _section(name, path, stage)
            postgres = _postgres(node)
            stage_of.leave()
        with node.running((*_SERVING, "--worker")):
            for name, path in _WITH_WORKER:
                found += _section(name, path, stage)
            stage_of.leave()
    described["load_after"] = [round(load, 2) for load in os.getloadavg()]
    described["minutes"] = round((time.monotonic() - began) / 60, 1)
    results = Path(os.environ.get("BENCH_OUT") or figures.RESULTS)
    document = {"machine": described, "versions": figures.versions(postgres)}
    figures.write(document, found, results)
    print(f"\n{figures.table(found)}\n\n{results}")


def _section(name: str, path: str, stage: object) -> list[figures.Figure]:
    wanted = os.environ.get("BENCH_ONLY", "")
    if wanted and name not in wanted.split(","):
        return []
    module, _, attribute = path.partition(":")
    measure: Callable[[Any], Any] = getattr(importlib.import_module(module), attribute)
    return _shown(measure(stage))


def _shown(measured: Iterable[figures.Figure]) -> list[figures.Figure]:
    """Print each figure as soon as it is measured: what comes after it may take long."""
    found = []
    for each in measured:
        found.append(each)
        more = " ".join(f"{key}={value:g}" for key, value in each.more.items())
        ratio = "" if each.ratio is None else f"ratio {each.ratio:.2f}"
        print(f"  {each.name:22} {each.value:>10,.4g} {each.unit:5} {ratio:11} {more}", flush=True)
    return found


def _enter(node: TemporaryNode) -> None:
    """Make this process one of the node's."""
    os.environ.update(node.environment())
    os.environ["DATABASE_OWNER_URL"] = ""
    django.setup(node.urls.app)


def _postgres(node: TemporaryNode) -> str:
    with psycopg.connect(node.urls.app) as connection:
        version = connection.info.server_version
    return f"{version // 10_000}.{version % 10_000}"


if __name__ == "__main__":
    main()
