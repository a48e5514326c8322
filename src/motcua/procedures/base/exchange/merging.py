"""What changed since a record came, put into the record; the rest of it stays word for word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from motcua.procedures.base.national.cases import plain

# What a row is told apart by, where it has a name.
_NAMES = (
    "KENH",
    "TENGIAYTO",
    "TENTRINHTU",
    "TENLINHVUC",
    "TENKETQUA",
    "TENVANBAN",
    "TENDONVI",
    "TRUONGHOP",
)


def merged(source: Any, before: Any, now: Any) -> Any:
    """Give `source` with what differs between `before` and `now` as it is now.

    `before` is what was understood of the source: where it is as now, the source stays, with
    all that is not understood; where rows do not answer to each other, `now` replaces them.
    """
    if before == now:
        return source
    if isinstance(source, Mapping) and isinstance(before, Mapping) and isinstance(now, Mapping):
        return _keys(source, before, now)
    if isinstance(source, list) and isinstance(before, list) and isinstance(now, list):
        return _rows(source, before, now)
    return now


def _keys(source: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]) -> Any:
    found = {
        key: merged(value, before.get(key), now[key]) if key in now else value
        for key, value in source.items()
    }
    added = {key: value for key, value in now.items() if key not in source}
    return found | {key: value for key, value in added.items() if value != before.get(key)}


def _rows(source: list[Any], before: list[Any], now: list[Any]) -> list[Any]:
    if len(source) != len(before):
        return now
    free = [place for place in range(len(source)) if _name(source[place]) == _name(before[place])]
    found = []
    for row in now:
        place = next((place for place in free if _name(before[place]) == _name(row)), None)
        if place is None:
            found.append(row)
            continue
        free.remove(place)
        found.append(merged(source[place], before[place], row))
    return found


def _name(row: Any) -> str:
    """Give the name of a row without bullets; rows without one are told apart by their place."""
    if not isinstance(row, Mapping):
        return str(row)
    return plain(str(next((row[key] for key in _NAMES if key in row), "")))
