"""Tree heads of a restored node: put together from what was added, and cut where its log ends.

Heads after the moment that was restored speak of rows that are no longer there. They are set aside,
not thrown away: they show what the log had been.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from motcua.cli.backup.shipping import HEADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ASIDE = "tree-heads-after"


def put(into: Path, added: Iterable[Iterable[tuple[str, bytes]]]) -> None:
    """Write the heads of a node from the pieces that were shipped, in order: `name@start`."""
    folder = into / HEADS
    folder.mkdir(mode=0o700, exist_ok=True)
    for members in added:
        for name, content in members:
            file, _, start = name.rpartition("@")
            path = folder / file
            path.touch(mode=0o600)
            with path.open("r+b") as handle:
                handle.seek(int(start))
                handle.truncate()
                handle.write(content)


def cut(into: Path, sizes: Mapping[int, int]) -> int:
    """Set aside all lines from the first on that says more than the logs hold; give their number.

    `sizes` are the logs' sizes by agency.
    """
    aside: list[tuple[str, bytes]] = []
    for path in sorted((into / HEADS).glob("*.jsonl")):
        kept: list[bytes] = []
        for line in path.read_bytes().splitlines(keepends=True):
            if aside or _is_beyond(line, sizes):
                aside.append((path.name, line))
            else:
                kept.append(line)
        if kept:
            path.write_bytes(b"".join(kept))
        else:
            path.unlink()
    for name, line in aside:
        (into / ASIDE).mkdir(mode=0o700, exist_ok=True)
        with (into / ASIDE / name).open("ab") as handle:
            handle.write(line)
    return len(aside)


def _is_beyond(line: bytes, sizes: Mapping[int, int]) -> bool:
    try:
        head = json.loads(line)
        return int(head["size"]) > sizes.get(head["agency"], 0)
    except (ValueError, KeyError, TypeError):
        return False  # not for us to judge: the check of the log names it
