"""The form of a procedure: pages of questions, checks across them, the statutory form behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from motcua.procedures.base.conditions.compiling import Scope, Type
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    Asked,
    Code,
    CompoundQuestion,
    GroupQuestion,
    Key,
    Option,
    Question,
    Spec,
    When,
)
from motcua.procedures.base.texts import Text
from motcua.procedures.enums import Mark

Told = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[a-z_]{1,20})?$")]


class StatutoryItem(Spec):
    """An item of a statutory form; `covered_by` tells what answers it where no question does.

    `agency`: the office it is addressed to; `system`: worked out from other answers; `signing`: the
    date and signature of the filing; `official`: written by the agency.
    """

    no: str = Field(min_length=1, max_length=20)
    name: Text
    covered_by: Literal["question", "agency", "system", "signing", "official"] = "question"


class StatutoryForm(Spec):
    """A form the law prescribes, item by item, so that questions can be held against it."""

    code: Code
    name: Text
    citation: str
    mark: Mark
    source: str | None = None
    items: tuple[StatutoryItem, ...]


class Check(Spec):
    """A rule across questions: `must` holds for the answers, or for every row of `each`."""

    code: Code
    at: Key
    must: When
    when: When | None = None
    each: Key | None = None
    message: Text
    basis: str | None = None


class Page(Spec):
    """One matter a page."""

    code: Code
    title: Text
    intro: Text | None = None
    when: When | None = None
    questions: tuple[Question, ...]


class FormSpec(Spec):
    """A whole form.

    `gist` (trích yếu) names the answers that tell in lists what a dossier of this version is about:
    questions outside of groups by their key, a part of an enterprise as `key.part`. Whoever sees
    the dossier in a list reads them, so none is of a person's identity.
    """

    title: Text
    statutory: tuple[StatutoryForm, ...] = ()
    pages: tuple[Page, ...]
    checks: tuple[Check, ...] = ()
    gist: tuple[Told, ...] = Field(default=(), max_length=4)

    def questions(self) -> Iterator[tuple[Page, Question]]:
        """Yield every question with its page, in order; groups without their inner questions."""
        for page in self.pages:
            for question in page.questions:
                yield page, question

    def every_question(self) -> Iterator[Asked]:
        """Yield every question, those inside groups after their group."""
        for _page, question in self.questions():
            yield question
            if isinstance(question, GroupQuestion):
                yield from question.questions


Lists = Mapping[str, tuple[Option, ...]]

_TYPES: dict[str, Type] = {
    "date": Type.DATE,
    "partial-date": Type.DATE,
    "number": Type.NUMBER,
    "quantity": Type.NUMBER,
    "calculated": Type.NUMBER,
    "money": Type.NUMBER,
    "yes-no": Type.FLAG,
    "declaration": Type.FLAG,
    "choices": Type.SET,
    "files": Type.FILES,
    "group": Type.ROWS,
    "table": Type.ROWS,
    "map-point": Type.PARTS,
    "person": Type.PARTS,
    "enterprise": Type.PARTS,
    "place": Type.PARTS,
    "address": Type.PARTS,
    "name-parts": Type.PARTS,
    "identity-document": Type.PARTS,
}

PARTS: dict[str, tuple[str, ...]] = {
    "place": ("province", "commune"),
    "address": ("line", "province", "commune"),
    "name-parts": ("family", "middle", "given"),
    "identity-document": ("type", "number", "country"),
    "map-point": ("system", "north", "east", "meridian", "words"),
}


def scope_of(spec: FormSpec) -> Scope:
    """Give what the conditions of a form may refer to."""
    groups = [q for _, q in spec.questions() if isinstance(q, GroupQuestion)]
    return Scope(
        paths=_paths(question for _, question in spec.questions()),
        rows={group.key: _paths(group.questions) for group in groups},
    )


def _paths(questions: Iterable[Asked]) -> dict[str, Type]:
    paths: dict[str, Type] = {}
    for question in questions:
        kind: str = getattr(question, "kind", "")
        if kind in UNANSWERED:
            continue
        paths[question.key] = _TYPES.get(kind, Type.TEXT)
        for part in PARTS.get(kind, ()):
            paths[f"{question.key}.{part}"] = Type.TEXT
        if isinstance(question, CompoundQuestion):
            inner = _paths(question.parts).items()
            paths |= {f"{question.key}.{path}": found for path, found in inner}
    return paths
