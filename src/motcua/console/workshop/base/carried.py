"""JSON that pages carry and writers type, read within bounds that everything below can keep."""

from __future__ import annotations

import json
from typing import Any

_DEEPEST = 60
# What JavaScript and the database's JSON hold exactly.
_GREATEST = 2**53


def read_json(text: str) -> Any:
    """Read JSON; raise `ValueError` where it is none, is nested too deep, or counts too far."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    level = [found]
    for _depth in range(_DEEPEST):
        if not level:
            return found
        level = [inner for each in level for inner in _inside(each)]
    raise ValueError("nested too deep")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, int | float) and abs(value) > _GREATEST:
        raise ValueError("counts too far")
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
