"""What two people wrote differently, in words, to choose from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels
from motcua.console.workshop.base.shapes import How, Rows
from motcua.console.workshop.forms.showing import shown
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.console.workshop.base.shapes import Slot
    from motcua.console.workshop.forms.merging import Clash


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing two people wrote differently, with both values in words."""

    name: str
    label: str
    mine: str
    theirs: str


def choice_of(clash: Clash, language: str) -> Choice:
    """Write what two people wrote, to choose from."""
    part = clash.part
    label = str(labels.words_of(part.owner, part.name).label)
    both = (_in_words(part, value, language) for value in (clash.mine, clash.theirs))
    return Choice(part.dotted, label, *both)


def _in_words(part: Slot | Rows, value: Any, language: str) -> str:
    """Write a value as people compare it; a list on lines."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(part, Rows):
        return "\n".join(_row(row, language) for row in value)
    if part.how in _WRITERS:
        return _WRITERS[part.how](value)
    if part.how is How.CHOICE:
        return choices.choice_words(part.name, str(value))
    written = shown(part, value)
    return written if isinstance(written, str) else ", ".join(written)


def _row(row: Any, language: str) -> str:
    if not isinstance(row, dict):
        return str(row)
    texts = (say(one, language) if isinstance(one, dict) else str(one) for one in row.values())
    return " · ".join(texts)


def _in_order(texts: Mapping[str, Any]) -> list[str]:
    """Put Vietnamese first."""
    return sorted(texts, key=lambda code: (code != "vi", code))


_WRITERS: Mapping[How, Callable[[Any], str]] = {
    How.TEXT: lambda texts: "\n".join(f"{code}: {texts[code]}" for code in _in_order(texts)),
    How.WORDS: lambda words: "\n".join(
        f"{code}: {', '.join(words[code])}" for code in _in_order(words)
    ),
    How.FLAG: lambda value: _("Có") if value else _("Không"),
    How.WHEN: lambda when: when if isinstance(when, str) else json.dumps(when, ensure_ascii=False),
}
