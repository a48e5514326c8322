"""How long inboxes keep their news, as dated data."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from datetime import date

_FILE = Path(__file__).parents[1] / "data" / "retention.yaml"


def kept_for(whose: str, day: date) -> timedelta:
    """Give how long the inboxes of `citizens` or `officials` keep news, as it holds on a day."""
    held = [row for row in _rows()[whose] if row["valid_from"] <= day]
    return timedelta(days=held[-1]["days"])


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
