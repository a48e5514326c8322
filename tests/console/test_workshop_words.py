"""Everything that can be written has words for people who are no developers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.console.workshop.base import choices, labels
from motcua.console.workshop.base.shapes import Branch, Rows, Shape, Slot, shape_of
from motcua.procedures.base.packs import Pack

if TYPE_CHECKING:
    from collections.abc import Iterator


def shapes(model: type = Pack, seen: set[type] | None = None) -> Iterator[Shape]:
    seen = set() if seen is None else seen
    if model in seen:
        return
    seen.add(model)
    shape = shape_of(model)
    yield shape
    for branch in shape.branches:
        for inner in branch.kinds.values():
            yield from shapes(inner, seen)
    for room in shape.rooms:
        yield from shapes(room.model, seen)


def parts() -> Iterator[Slot | Rows | Branch]:
    for shape in shapes():
        yield from shape.written
        yield from shape.branches
        for row in shape.written:
            if isinstance(row, Rows):
                yield from row.slots


def test_every_field_has_words() -> None:
    nameless = {
        f"{part.owner}.{part.name}"
        for part in parts()
        if f"{part.owner}.{part.name}" not in labels.WORDS and f".{part.name}" not in labels.WORDS
    }
    assert nameless == set()


def test_every_kind_of_question_has_words() -> None:
    kinds = {kind for part in parts() if isinstance(part, Branch) for kind in part.kinds if kind}
    assert kinds - set(choices.KINDS) == set()


def test_every_choice_has_words() -> None:
    wordless = {
        f"{part.name}.{code}"
        for part in parts()
        if isinstance(part, Slot)
        for code in part.options
        if f"{part.name}.{code}" not in choices.CHOICES and code not in choices.CHOICES
    }
    assert wordless == set()


def test_every_model_that_is_no_question_has_a_name() -> None:
    nameless = {
        shape.model.__name__
        for shape in shapes()
        if shape.model.__name__ not in choices.MODELS
        and not ("key" in shape.model.model_fields and "label" in shape.model.model_fields)
    }
    assert nameless == set()
