"""Buttons inside a page that add, remove, move and draw anew; nothing is kept by them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import QueryDict

    from motcua.console.workshop.forms.reading import Written

BUTTONS = ("_add", "_remove", "_up", "_down", "_pick")
_STEPS = {"_up": -1, "_down": 1}


def is_rearranging(data: QueryDict) -> bool:
    """Say whether such a button sent the page."""
    return any(button in data for button in BUTTONS)


def rearranged(written: Written, data: QueryDict, more: dict[str, int]) -> None:
    """Do what the button says to the rows that were posted."""
    button = next(button for button in BUTTONS if button in data)
    target = data.get(button, "")
    if button == "_add":
        more[target] = more.get(target, 0) + 1
        return
    if button == "_pick":
        more[target] = 0
        return
    name, _, index = target.rpartition(".")
    if not re.fullmatch(r"[0-9]{1,4}", index):
        return
    ruling = written.rulings.get(name)
    if ruling is not None:
        rows = list(ruling.rows)
        _shift(rows, int(index), button)
        written.rulings[name] = replace(ruling, rows=tuple(rows))
        more[name] = 0
        return
    held = _held(written.raw, name)
    if held is not None:
        _shift(held, int(index), button)


def _shift(rows: list[Any], index: int, button: str) -> None:
    if index >= len(rows):
        return
    row = rows.pop(index)
    if button != "_remove":
        rows.insert(max(0, index + _STEPS[button]), row)


def _held(raw: dict[str, Any], name: str) -> list[Any] | None:
    value: Any = raw
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, list) else None
