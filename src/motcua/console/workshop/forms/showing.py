"""What is written in a pack, as the controls of a page show it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from motcua.console.workshop.base.shapes import How

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.console.workshop.base.shapes import Slot


def shown(slot: Slot, value: Any) -> str | tuple[str, ...]:
    """Write a value as its control shows it."""
    value = slot.default if value is None else value
    if slot.how is How.CHOICES:
        return tuple(str(getattr(one, "value", one)) for one in value or ())
    if value is None or (not value and slot.how in {How.LINES, How.EXAMPLES, How.DATA}):
        return ""
    return _WRITERS.get(slot.how, str)(value)


def _flag(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "")


def _day(value: Any) -> str:
    parts = str(value).split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else str(value)


def _decimal(value: Any) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float | int) else str(value)


def _line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_WRITERS: Mapping[How, Callable[[Any], str]] = {
    How.FLAG: _flag,
    How.DAY: _day,
    How.DECIMAL: _decimal,
    How.LINES: lambda value: "\n".join(map(str, value)),
    How.EXAMPLES: lambda value: "\n".join(map(_line, value)),
    How.DATA: lambda value: json.dumps(value, ensure_ascii=False, indent=2),
}
