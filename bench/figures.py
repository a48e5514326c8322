"""Figures: medians of several rounds, beside what nothing could be faster than."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESULTS = Path(__file__).with_name("results") / "latest.json"
_SHOWN = (
    "django",
    "django-ninja",
    "gunicorn",
    "motcua",
    "orjson",
    "procrastinate",
    "psycopg",
    "pydantic",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        value: the median of the rounds.
        floor: the same measured without us, in the same run; None where there is no such thing.
        ratio: the part of the floor's speed that is reached (1 is as fast as the floor).
        rounds: how many rounds there were.
        spread: the least and the most of them.
        more: what else was seen, by name.

    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    rounds: int = 1
    spread: tuple[float, float] | None = None
    more: Mapping[str, float] = field(default_factory=dict)


def rate(name: str, values: Sequence[float], floors: Sequence[float] = (), **more: float) -> Figure:
    """Make a figure of how often something was done in a second."""
    value = statistics.median(values)
    floor = statistics.median(floors) if floors else None
    ratio = value / floor if floor else None
    return _figure(name, "1/s", values, (value, floor, ratio), more)


def duration(
    name: str, values: Sequence[float], floors: Sequence[float] = (), **more: float
) -> Figure:
    """Make a figure of how long something took; values in milliseconds."""
    value = statistics.median(values)
    floor = statistics.median(floors) if floors else None
    ratio = floor / value if floor else None
    return _figure(name, "ms", values, (value, floor, ratio), more)


def _figure(
    name: str,
    unit: str,
    values: Sequence[float],
    found: tuple[float, float | None, float | None],
    more: Mapping[str, float],
) -> Figure:
    value, floor, ratio = (None if one is None else float(f"{one:.4g}") for one in found)
    assert value is not None
    spread = (float(f"{min(values):.4g}"), float(f"{max(values):.4g}"))
    shown = {key: float(f"{each:.4g}") for key, each in more.items()}
    return Figure(name, value, unit, floor, ratio, len(values), spread, shown)


def percentile(values: Sequence[float], part: float) -> float:
    """Give the value that a part of the values, such as 0.95, does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def machine() -> dict[str, object]:
    """Describe where this runs, and how busy others kept it."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024**2,
        "system": platform.platform(terse=True),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def versions(postgres: str) -> dict[str, str]:
    """Name what was measured."""
    found = {name: importlib.metadata.version(name) for name in _SHOWN}
    return {"python": platform.python_version(), "postgresql": postgres, **found}


def write(document: Mapping[str, object], figures: Sequence[Figure], path: Path) -> None:
    """Write the results, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    content = {**document, "figures": [asdict(figure) for figure in figures]}
    fresh = path.with_suffix(".new")
    fresh.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    fresh.replace(path)


def table(figures: Sequence[Figure]) -> str:
    """Draw the table that people read."""
    lines = [f"{'':24}{'value':>11}  {'unit':6}{'floor':>11}{'ratio':>8}{'rounds':>8}"]
    for each in figures:
        floor = "" if each.floor is None else f"{each.floor:,.4g}"
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        more = "  ".join(f"{name} {value:g}" for name, value in each.more.items())
        value = f"{each.value:,.4g}" if each.value < 10_000 else f"{each.value:,.0f}"
        line = f"{each.name:24}{value:>11}  {each.unit:6}{floor:>11}{ratio:>8}{each.rounds:>8}"
        lines.append(f"{line}  {more}".rstrip())
    return "\n".join(lines)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.processor()
