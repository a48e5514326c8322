"""What a filer posted to complete a dossier, read and judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.supplements import open_supplement, pages_with
from motcua.kernel.clock import civil_date
from motcua.procedures.base.posting import add_row, read_page, remove_row
from motcua.procedures.base.questions import GroupQuestion
from motcua.ui.fields import Press
from motcua.ui.posted import Pressed, pressed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.answering import CompiledForm, Wrong

_MOST_KEPT = 50
_NEXT = Pressed(Press.NEXT, "")


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a supplement was completed: answers, uploads by paper, what is wrong with them."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    button: Pressed = _NEXT

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.wrong and not self.refused


def read_completion(dossier: Dossier, data: QueryDict, now: datetime) -> Completion:
    """Read the posted page of a supplement: the listed questions, and uploads kept so far."""
    asked = open_supplement(dossier)
    if asked is None:
        return Completion()
    form, button = rules_of(dossier).form, pressed(data)
    read: Mapping[str, Any] = dossier.answers
    for code in pages_with(dossier, asked):
        read = read_page(form, code, data, read, today=civil_date(now))
    read = _with_rows(form, read, button, asked.questions)
    kept = {
        code: tuple(one for one in _ids(data.getlist(f"kept.{code}")) if str(one) != button.target)
        for code in asked.papers
    }
    answers = {key: read.get(key) for key in asked.questions if key in form.questions}
    return Completion(answers, kept, button=button)


def judge(dossier: Dossier, answers: Mapping[str, Any], now: datetime) -> tuple[Wrong, ...]:
    """Judge the changed answers in their places; what was right at filing is left alone."""
    changed = {**dossier.answers, **answers}
    given = {key: value for key, value in changed.items() if value is not None}
    wrong = rules_of(dossier).form.validate(given, today=civil_date(now)).errors
    return tuple(error for error in wrong if error.path.partition(".")[0] in answers)


def _with_rows(
    form: CompiledForm, read: Mapping[str, Any], button: Pressed, listed: Mapping[str, str]
) -> Mapping[str, Any]:
    group = button.target.partition(".")[0]
    if group not in listed or not isinstance(form.questions.get(group), GroupQuestion):
        return read
    if button.press is Press.ADD:
        return add_row(form, read, group)
    return remove_row(read, button.target) if button.press is Press.REMOVE else read


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:_MOST_KEPT]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # not one of ours
    return found
