"""Small tables that a program remembers, a JSON file each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def read_table(folder: Path, name: str) -> dict[str, Any]:
    """Give a remembered table; empty where there is none."""
    try:
        table: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return table


def write_table(folder: Path, name: str, table: dict[str, Any]) -> None:
    """Remember a table, whole or not at all; nobody else may read it."""
    path = folder / f"{name}.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(table, indent=1))
    fresh.chmod(0o600)
    fresh.replace(path)
