"""What two people wrote differently, in words, to choose from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels
from motcua.console.workshop.base.shapes import How, Rows
from motcua.console.workshop.base.telling import steps_named
from motcua.console.workshop.forms.merging import value_at
from motcua.console.workshop.forms.reading import FORMULAS
from motcua.console.workshop.forms.showing import shown
from motcua.procedures.base.conditions.telling import in_words as in_formula, sentence
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.console.workshop.base.shapes import Slot
    from motcua.console.workshop.forms.merging import Clash
    from motcua.procedures.base.packs import Pack

_STEPS = frozenset({"StepMove.to", "UnitRule.same_as"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing two people wrote differently, with both values in words."""

    name: str
    label: str
    mine: str
    theirs: str


def choice_of(clash: Clash, pack: Pack, language: str) -> Choice:
    """Write what two people wrote, to choose from."""
    part = clash.part
    label = str(labels.words_of(part.owner, part.name).label)
    both = (in_words(part, value, pack, language) for value in (clash.mine, clash.theirs))
    return Choice(part.dotted, label, *both)


def in_words(part: Slot | Rows, value: Any, pack: Pack, language: str) -> str:
    """Write a value as people compare it; a list on lines, a condition as a sentence too."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(part, Rows):
        return "\n".join(_row(part, row) for row in value)
    if part.how is How.WHEN:
        return _condition(part, value, pack, language)
    if f"{part.owner}.{part.name}" in _STEPS:
        return steps_named([value] if isinstance(value, str) else value, pack, language)
    return _WRITERS.get(part.how, _plain)(part, value)


def _row(rows: Rows, row: Any) -> str:
    """Write a row of a list; its parts by name where it has several."""
    if not isinstance(row, dict):
        return str(row)
    if not rows.slots:
        return _on_one_line(row)
    told = ((slot, value_at(row, slot.path)) for slot in rows.slots)
    return " · ".join(
        f"{labels.words_of(slot.owner, slot.name).label}: {_cell(slot, value)}"
        for slot, value in told
        if value is not None
    )


def _cell(slot: Slot, value: Any) -> str:
    if slot.how is How.TEXT:
        return _on_one_line(value)
    return _WRITERS.get(slot.how, _plain)(slot, value)


def _on_one_line(texts: Mapping[str, str]) -> str:
    return " / ".join(texts[code] for code in _in_order(texts))


def _plain(slot: Slot, value: Any) -> str:
    """Write a value as its control shows it, what is chosen by its words."""
    written = shown(slot, value)
    if isinstance(written, str):
        return written
    return ", ".join(choices.choice_words(slot.name, one) for one in written)


def _condition(part: Slot, when: Any, pack: Pack, language: str) -> str:
    """Tell a condition as a sentence; below it as it is written, which says what labels do not."""
    formula = _formula(when)
    if part.name in FORMULAS:
        return formula
    told = sentence(when, pack, language)
    return told if told == formula else f"{told}\n{formula}"


def _formula(when: Any) -> str:
    if isinstance(when, str):
        return when
    try:
        return in_formula(when)
    except ConditionInvalid:
        return json.dumps(when, ensure_ascii=False)


def _in_order(texts: Mapping[str, Any]) -> list[str]:
    """Put Vietnamese first."""
    return sorted(texts, key=lambda code: (code != "vi", code))


_WRITERS: Mapping[How, Callable[[Slot, Any], str]] = {
    How.TEXT: lambda _slot, texts: "\n".join(f"{code}: {texts[code]}" for code in _in_order(texts)),
    How.WORDS: lambda _slot, words: "\n".join(
        f"{code}: {', '.join(words[code])}" for code in _in_order(words)
    ),
    How.CHOICE: lambda slot, value: choices.choice_words(slot.name, str(value)),
    How.FLAG: lambda _slot, value: _("Có") if value else _("Không"),
}
