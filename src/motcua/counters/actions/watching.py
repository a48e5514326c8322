"""Scans that a scanner puts into a folder: taken in, then moved aside; nothing is thrown away."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import structlog

from motcua.agencies.queries.counters import unit_coded
from motcua.counters.actions.scanning import MOST_BYTES, take_scan
from motcua.kernel.actors import SYSTEM
from motcua.kernel.disk import has_room
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

log = structlog.get_logger(__name__)

_ENDINGS = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})
_AT_REST = 3.0  # seconds since the scanner wrote last
_TAKEN = "taken"


def watch_folder(*, folder: Path, now: datetime) -> int:
    """Take in what lies in `folder/AGENCY/UNIT/`, named by their codes; give how many files.

    A file that is still being written is left for the next time, and one that cannot be taken in
    keeps none behind it waiting. One that was taken in goes to `taken/` beside it, where the office
    may delete it. With the disk down to its reserve everything stays where it lies.
    """
    if not has_room():
        log.warning("counters.scans_wait", reason="no room")
        return 0
    taken = 0
    for path in _lying(folder):
        try:
            taken += _taken_in(path, now)
        except (DomainError, OSError) as error:
            log.warning("counters.scan_left", reason=type(error).__name__)
    return taken


def _taken_in(path: Path, now: datetime) -> int:
    unit = unit_coded(path.parent.parent.name, path.parent.name)
    if unit is None or path.stat().st_size > MOST_BYTES:
        log.warning("counters.scan_left", reason="no unit" if unit is None else "too large")
        return 0
    take_scan(actor=SYSTEM, unit=unit, name=path.name, content=path.read_bytes(), now=now)
    _set_aside(path)
    return 1


def _lying(folder: Path) -> Iterator[Path]:
    latest = time.time() - _AT_REST
    for path in sorted(folder.glob("*/*/*")):
        is_scan = path.suffix.lower() in _ENDINGS and path.is_file() and not path.is_symlink()
        if is_scan and _written_last(path) < latest:
            yield path


def _written_last(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # taken away meanwhile
        return math.inf


def _set_aside(path: Path) -> None:
    aside = path.parent / _TAKEN
    aside.mkdir(exist_ok=True)
    target, number = aside / path.name, 1
    while target.exists():
        target, number = aside / f"{path.stem}-{number}{path.suffix}", number + 1
    path.rename(target)
