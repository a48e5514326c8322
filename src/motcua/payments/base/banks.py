"""Banks by the six digits that VietQR names them with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parents[1] / "data" / "banks.yaml"


def bank_name(number: str) -> str:
    """Give what people call a bank, by its six digits; empty for one that is not known."""
    return _names().get(number, "")


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return names
