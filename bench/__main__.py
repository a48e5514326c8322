"""`make bench`: measure, print a table, write `bench/results/latest.json`."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from pathlib import Path

from motcua.cli import django
from motcua.cli.temporary import temporary_node

RESULTS = Path(__file__).parent / "results" / "latest.json"


def main():
    quick = os.environ.get("BENCH_QUICK") == "1"
    with temporary_node() as node, node.running(("-m", "bench.node")):
        os.environ.update(node.environment())
        django.setup(node.urls.app)
        from bench import filing, moving  # noqa: PLC0415 - they need Django

        figures = [*filing.figures(node, quick=quick), *moving.figures(node, quick=quick)]
    report = {"machine": machine(), "versions": versions(), "figures": figures}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    show(figures)


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    load = os.getloadavg()[0]
    return {"cores": os.cpu_count(), "memory_gib": memory, "load_before": round(load, 1)}


def versions():
    return {"python": platform.python_version(), "system": platform.system()}


def figure(name, unit, rounds, floors=()):
    """One figure: the median of its rounds, beside the median of its floor's."""
    value = statistics.median(rounds)
    floor = statistics.median(floors) if floors else None
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "floor": None if floor is None else round(floor, 2),
        "ratio": None if not floor else round(value / floor, 3),
        "rounds": [round(each, 2) for each in rounds],
    }


def show(figures):
    print(f"{'figure':<16}{'value':>12}  {'unit':<8}{'floor':>12}{'ratio':>8}")
    for row in figures:
        floor = "" if row["floor"] is None else f"{row['floor']:.1f}"
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        print(f"{row['name']:<16}{row['value']:>12.1f}  {row['unit']:<8}{floor:>12}{ratio:>8}")


if __name__ == "__main__":
    sys.exit(main())
