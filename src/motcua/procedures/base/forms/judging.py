"""The steps a compiled form is judged by: one answer, a repeated group, what is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.scopes import BEYOND, LARGEST
from motcua.procedures.base.forms import values
from motcua.procedures.base.forms.messages import sentence
from motcua.procedures.base.forms.questions import Asked, CompoundQuestion, GroupQuestion
from motcua.procedures.base.forms.values import Bad

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with the answers: where (`members.0.full_name`), a stable code, and why."""

    path: str
    code: str
    label: Mapping[str, str]
    params: Mapping[str, object] = field(default_factory=dict)
    message: Mapping[str, str] | None = None  # the pack's own words, where it has some

    def say(self, language: str) -> str:
        """Say it to the person, in a language."""
        return sentence(self.code, self.label, self.params, self.message, language)


@dataclass(frozen=True, slots=True)
class Validated:
    """Clean answers, complete only where nothing is wrong, and what is wrong, in order."""

    clean: dict[str, Any]
    errors: tuple[Wrong, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether the answers may be submitted."""
        return not self.errors


# A step takes: answers as sent, clean answers of its level, those of the form, the day, the list of
# what is wrong, and the path before its own key.
Step = Callable[[Mapping[str, Any], dict[str, Any], dict[str, Any], "date", list[Wrong], str], None]
Shown = Callable[[Mapping[str, Any], Mapping[str, Any], "date"], Any]
Judge = Callable[[dict[str, Any], "date", list[Wrong]], None]
Fill = Callable[[dict[str, Any], "date"], None]


def both(one: Shown | None, other: Shown | None) -> Shown | None:
    if one is None or other is None:
        return one or other
    return lambda top, row, today: one(top, row, today) and other(top, row, today)


def fill(key: str, shown: Shown | None, run: Shown) -> Fill:
    def fill(top: dict[str, Any], today: date) -> None:
        is_shown = shown is None or shown(top, top, today)
        value = run(top, top, today) if is_shown else None
        top.pop(key, None)
        if value is not None and value != BEYOND:
            top[key] = value

    return fill


def fill_rows(group: str, key: str, shown: Shown | None, run: Shown) -> Fill:
    def fill(top: dict[str, Any], today: date) -> None:
        rows = top.get(group)
        if type(rows) is list:
            top[group] = [filled(top, row, today) if type(row) is dict else row for row in rows]

    def filled(top: dict[str, Any], row: dict[str, Any], today: date) -> dict[str, Any]:
        is_shown = shown is None or shown(top, row, today)
        value = run(top, row, today) if is_shown else None
        others = {name: given for name, given in row.items() if name != key}
        return others if value is None or value == BEYOND else {**others, key: value}

    return fill


def calculated_step(question: Asked, shown: Shown | None, run: Shown) -> Step:
    """Work out an answer; what was sent in its place is of no account.

    One past `LARGEST` is wrong: it comes of numbers that cannot be meant.
    """
    key = question.key

    def step(
        sent: Mapping[str, Any],
        clean: dict[str, Any],
        top: dict[str, Any],
        today: date,
        wrong: list[Wrong],
        before: str,
    ) -> None:
        del sent
        value = run(top, clean, today) if shown is None or shown(top, clean, today) else None
        if value == BEYOND:
            wrong.append(Wrong(f"{before}{key}", "too-big", question.label, {"max": LARGEST}))
        elif value is not None:
            clean[key] = value

    return step


def single_step(question: Asked, shown: Shown | None, check: values.Check) -> Step:
    key, required = question.key, question.required

    def step(
        sent: Mapping[str, Any],
        clean: dict[str, Any],
        top: dict[str, Any],
        today: date,
        wrong: list[Wrong],
        before: str,
    ) -> None:
        if shown is not None and not shown(top, clean, today):
            return
        value = sent.get(key)
        if value is not None and value != "":
            value = check(value, today)
            if type(value) is Bad or type(value) is tuple:
                wrong.extend(_wrongs(question, value, before))
                return
        if value is not None and value != "":
            clean[key] = value
        elif required:
            wrong.append(_missing(question, before))

    return step


def group_step(group: GroupQuestion, shown: Shown | None, steps: tuple[Step, ...]) -> Step:
    key, least, most = group.key, group.min, group.max
    known = frozenset(question.key for question in group.questions)

    def step(
        sent: Mapping[str, Any],
        clean: dict[str, Any],
        top: dict[str, Any],
        today: date,
        wrong: list[Wrong],
        before: str,
    ) -> None:
        if shown is not None and not shown(top, clean, today):
            return
        rows = sent.get(key) or []
        problem = _shape_of(rows, least, most, known)
        if problem is not None:
            wrong.extend(_wrongs(group, problem, before))
            return
        cleaned: list[dict[str, Any]] = []
        for index, row in enumerate(rows):
            cleaned.append({})
            for inner in steps:
                inner(row, cleaned[-1], top, today, wrong, f"{before}{key}.{index}.")
        if cleaned:
            clean[key] = cleaned

    return step


def _shape_of(rows: Any, least: int, most: int, known: frozenset[str]) -> Bad | None:
    if type(rows) is not list or not all(type(row) is dict for row in rows):
        return values.WRONG_TYPE
    if not all(row.keys() <= known for row in rows):
        return Bad("unknown")
    if len(rows) < least:
        return Bad("too-few", {"min": least})
    return Bad("too-many", {"max": most}) if len(rows) > most else None


def _wrongs(question: Asked, bad: Bad | tuple[Bad, ...], before: str) -> list[Wrong]:
    bads = bad if isinstance(bad, tuple) else (bad,)
    found = []
    for item in bads:
        path = f"{before}{question.key}"
        if item.part:
            path += f".{item.part}"
        words = item.params.get("message")
        found.append(
            Wrong(
                path,
                item.code,
                _label_of(question, item.part),
                item.params,
                words if isinstance(words, dict) else question.refused,
            )
        )
    return found


def _label_of(question: Asked, part: str) -> Mapping[str, str]:
    """Name the part of a person or an enterprise that is wrong after the question."""
    key = part.partition(".")[0]
    if not (key and isinstance(question, CompoundQuestion)):
        return question.label
    (inner,) = (one for one in question.parts if one.key == key)
    whole = question.label
    return {code: f"{whole.get(code, whole['vi'])}: {word}" for code, word in inner.label.items()}


def _missing(question: Asked, before: str) -> Wrong:
    return Wrong(f"{before}{question.key}", "required", question.label, {}, question.missing)
