"""Answers as text, for the summary before submitting, for print and for locked questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.ui.fields import (
    AddressParts,
    Cluster,
    DateParts,
    Field,
    FileItem,
    Kind,
    PlaceParts,
    PointParts,
    Value,
)
from motcua.ui.language import page_language
from motcua.ui.numbers import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.ui.fields import Option, Question, Section


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a summary: the question, its answer line by line, where to change it."""

    label: str
    lines: tuple[str, ...] = ()
    files: tuple[FileItem, ...] = ()
    change_url: str = ""
    change_label: str = ""


def answers_of(section: Section, change_url: str = "") -> list[Answer]:
    """Return the section's answers in order; `change_url` leads to the page that asks them."""
    return [answer for item in section.fields for answer in _answers(item, change_url)]


def value_lines(field: Field) -> tuple[str, ...]:
    """Return the field's answer as lines of text; an empty tuple when nothing was answered."""
    value = field.value
    if isinstance(value, DateParts):
        lines = [_date(value)]
    elif isinstance(value, PlaceParts | AddressParts):
        lines = _place(field, value)
    elif isinstance(value, PointParts):
        lines = _point(field, value)
    elif isinstance(value, tuple):
        lines = _several(field, value)
    else:
        lines = [_single(field, value)]
    return tuple(line for line in lines if line)


def _answers(item: Question, change_url: str) -> Iterator[Answer]:
    if isinstance(item, Field):
        if item.kind is not Kind.NOTICE:
            yield _row(item, item.label, change_url)
        return
    if isinstance(item, Cluster):
        for part in item.fields:
            yield _row(part, f"{item.label}: {part.label}", change_url)
        return
    for number, fields in enumerate(item.items, start=1):
        name = item.item_label or item.label
        for field in fields:
            for answer in _answers(field, change_url):
                yield replace(answer, label=f"{name} {number}: {answer.label}")


def _row(field: Field, label: str, change_url: str) -> Answer:
    value = field.value
    files = tuple(v for v in value if isinstance(v, FileItem)) if isinstance(value, tuple) else ()
    anchor = f"{change_url}#{field.id}" if change_url and not field.locked else ""
    return Answer(label, value_lines(field), files, anchor, field.label)


def _date(value: DateParts) -> str:
    if not (value.day or value.month or value.year):
        return ""
    return f"{value.day.zfill(2)}/{value.month.zfill(2)}/{value.year}"


def _place(field: Field, value: PlaceParts | AddressParts) -> list[str]:
    line = value.line if isinstance(value, AddressParts) else ""
    commune = _label(field.communes, value.commune)
    era = _label(field.eras, value.era) if value.era and value.commune else ""
    place = ", ".join(p for p in (commune, _label(field.options, value.province)) if p)
    return [line, place, era]


def _point(field: Field, value: PointParts) -> list[str]:
    measured = ", ".join(part for part in (value.north, value.east) if part)
    system = _label(field.eras, value.system) if measured else ""
    return [measured, " ".join(p for p in (system, value.meridian) if p and measured), value.words]


def _several(field: Field, value: tuple[str, ...] | tuple[FileItem, ...]) -> list[str]:
    return [_label(field.options, v) if isinstance(v, str) else v.name for v in value]


def _single(field: Field, value: Value) -> str:
    text = value if isinstance(value, str) else ""
    if field.kind is Kind.YES_NO and not field.options:
        return {"yes": _("Có"), "no": _("Không")}.get(text, "")
    if field.kind is Kind.MONEY and text.isascii() and text.isdigit():
        return money(int(text), page_language())
    if field.kind is Kind.CHOICE or field.options:
        return _label(field.options, text)
    return f"{text} {field.suffix}".strip() if text else ""


def _label(options: tuple[Option, ...], value: str) -> str:
    return next((option.label for option in options if option.value == value), value)
