"""Answers from what a page of the form posts; what does not parse is kept as it was typed.

A question that was not on the page keeps the answer it had.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.drawing import UI_KINDS, parts_of
from motcua.procedures.base.forms.following import is_drawn
from motcua.procedures.base.forms.parts import BEFORE
from motcua.procedures.base.forms.points import PARTS as POINT_PARTS
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    Asked,
    CompoundQuestion,
    GroupQuestion,
)
from motcua.ui.fields import AddressParts, DateParts, Kind, PlaceParts, PointParts, Value
from motcua.ui.posted import item_count, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import QueryDict

    from motcua.procedures.base.forms.answering import CompiledForm


# What a page shows and does not post: to read, to sign, worked out, kept as soon as it is sent.
UNPOSTED = UNANSWERED | {"files", "calculated"}


def read_page(
    form: CompiledForm,
    code: str,
    data: QueryDict,
    answers: Mapping[str, Any],
    *,
    today: date,
) -> dict[str, Any]:
    """Give the draft's answers with those of a posted page in their places; nothing is judged.

    Raise `KeyError` for a page there is not.
    """
    read, answers = dict(answers), form.filled(dict(answers), today)
    for question in form.pages[code].questions:
        kind: str = getattr(question, "kind", "")
        if kind in UNPOSTED or not is_drawn(form, question, answers, today):
            continue
        value = _read(question, question.key, data)
        read.pop(question.key, None)
        if value is not None:
            read[question.key] = value
    return read


def add_row(form: CompiledForm, answers: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Give the answers with an empty row more, up to the most the group takes."""
    question = form.questions[group]
    assert isinstance(question, GroupQuestion)
    rows = _rows(answers, group)
    shown = rows or [{} for _ in range(question.min)]
    return {**answers, group: [*shown, {}][: question.max]}


def remove_row(answers: Mapping[str, Any], target: str) -> dict[str, Any]:
    """Give the answers without a row, named as the page's button does (`members.1`)."""
    group, _, index = target.partition(".")
    rows = _rows(answers, group)
    kept = [row for at, row in enumerate(rows) if str(at) != index]
    return {**answers, group: kept}


def _rows(answers: Mapping[str, Any], group: str) -> list[Any]:
    rows = answers.get(group)
    return rows if isinstance(rows, list) else []


def _read(question: Asked, name: str, data: QueryDict) -> Any:
    if isinstance(question, GroupQuestion):
        rows = range(min(item_count(name, data), question.max))
        return [_parts(question.questions, f"{name}.{index}", data) for index in rows] or None
    if isinstance(question, CompoundQuestion):
        return _parts(question.parts, name, data) or None
    kind: str = getattr(question, "kind", "")
    if kind == "declaration":
        ticked = value_of(name, Kind.CHOICES, data)
        return True if ticked == ("yes",) else None
    parts = parts_of(question)
    if parts:
        values = {part: _text(f"{name}.{part}", data) for part, _kind in parts}
        return values if any(values.values()) else None
    return _answer(kind, value_of(name, UI_KINDS[kind], data))


def _parts(questions: Iterable[Asked], name: str, data: QueryDict) -> dict[str, Any]:
    """Read the answers of a row, or the parts of a person or an enterprise."""
    row = {}
    for question in questions:
        if getattr(question, "kind", "") not in UNPOSTED:
            value = _read(question, f"{name}.{question.key}", data)
            if value is not None:
                row[question.key] = value
    return row


def _text(name: str, data: QueryDict) -> str:
    value = value_of(name, Kind.TEXT, data)
    assert isinstance(value, str)
    return value


def _answer(kind: str, value: Value) -> Any:
    if isinstance(value, DateParts):
        return _day(value, may_be_partial=kind == "partial-date")
    if isinstance(value, PlaceParts | AddressParts):
        return _place(value)
    if isinstance(value, PointParts):
        return _point(value)
    if isinstance(value, tuple):
        return list(value) or None
    reader = _READERS.get(kind)
    return reader(value) if reader and value else value or None


def _place(value: PlaceParts | AddressParts) -> dict[str, str] | None:
    parts = {"province": value.province, "commune": value.commune}
    if isinstance(value, AddressParts):
        parts = {"line": value.line, **parts}
    if not any(parts.values()):
        return {"era": value.era} if value.era == BEFORE else None
    return {**parts, "era": value.era} if value.era == BEFORE else parts


def _point(value: PointParts) -> dict[str, str] | None:
    parts = {part: getattr(value, part) for part in POINT_PARTS if getattr(value, part)}
    return parts if parts.keys() - {"system", "meridian"} else None


def _number(text: str) -> int | str:
    """Read `1.000.000`, `1 000 000` or `1000000`; give anything else back."""
    digits = text.replace(".", "").replace(" ", "").replace("\xa0", "").replace("đ", "")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 15
    return int(digits) if is_number else text


def _day(parts: DateParts, *, may_be_partial: bool) -> str | dict[str, str] | None:
    """Write a date as ISO text; keep the parts as typed where they are no date."""
    typed = {"day": parts.day, "month": parts.month, "year": parts.year}
    if not any(typed.values()):
        return None
    given = [part for part in (parts.year, parts.month, parts.day) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in given):
        return typed
    if may_be_partial and parts.year and not parts.day:
        return f"{int(parts.year):04d}" + (f"-{int(parts.month):02d}" if parts.month else "")
    try:
        return date(*(int(part or 0) for part in (parts.year, parts.month, parts.day))).isoformat()
    except ValueError:
        return typed


_READERS: Mapping[str, Callable[[str], Any]] = {
    "yes-no": lambda text: {"yes": True, "no": False}.get(text, text),
    "number": _number,
    "quantity": _number,
    "money": _number,
}
