"""What a filer answers to complete a dossier: read from the page, and judged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.supplements import answers_so_far, open_supplement, pages_with
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import page_section
from motcua.procedures.base.forms.posting import add_row, read_page, remove_row
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.ui.fields import Press
from motcua.ui.posted import Pressed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.models import Dossier, Draft
    from motcua.dossiers.queries.supplements import Asked
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.forms.drawing import Showing
    from motcua.ui.fields import Section

_NEXT = Pressed(Press.NEXT, "")


@dataclass(frozen=True, slots=True)
class Completion:
    """What came of a posted page: the button, when it was kept, what is wrong with it."""

    button: Pressed = _NEXT
    saved_at: datetime | None = None
    wrong: tuple[Wrong, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.wrong and not self.refused


def read_answers(
    dossier: Dossier, draft: Draft, data: QueryDict, button: Pressed, now: datetime
) -> dict[str, Any]:
    """Read the listed questions from the posted page; None takes an answer away."""
    asked = open_supplement(dossier)
    if asked is None:
        return {}
    form = rules_of(dossier).form
    read: Mapping[str, Any] = answers_so_far(dossier, draft)
    for code in pages_with(dossier, asked):
        read = read_page(form, code, data, read, today=civil_date(now))
    read = _with_rows(form, read, button, asked.questions)
    return {key: read.get(key) for key in asked.questions if key in form.questions}


def judge(dossier: Dossier, answers: Mapping[str, Any], now: datetime) -> tuple[Wrong, ...]:
    """Judge the listed questions in their places; what was right at filing is left alone."""
    asked = open_supplement(dossier)
    listed = asked.questions if asked else {}
    untouched = {key: value for key, value in dossier.answers.items() if key not in listed}
    given = {**untouched, **answers}
    wrong = rules_of(dossier).form.validate(given, today=civil_date(now)).errors
    return tuple(error for error in wrong if error.path.partition(".")[0] in listed)


def reopened_sections(
    dossier: Dossier, asked: Asked, answers: Mapping[str, Any], showing: Showing
) -> tuple[Section, ...]:
    """Give the pages of the form with the listed questions, and nothing else of them."""
    form = rules_of(dossier).form
    drawn = (page_section(form, code, answers, showing) for code in pages_with(dossier, asked))
    return tuple(
        replace(
            section,
            intro="",
            fields=tuple(
                field for field in section.fields if field.name.partition(".")[0] in asked.questions
            ),
        )
        for section in drawn
    )


def _with_rows(
    form: CompiledForm, read: Mapping[str, Any], button: Pressed, listed: Mapping[str, str]
) -> Mapping[str, Any]:
    group = button.target.partition(".")[0]
    if group not in listed or not isinstance(form.questions.get(group), GroupQuestion):
        return read
    if button.press is Press.ADD:
        return add_row(form, read, group)
    return remove_row(read, button.target) if button.press is Press.REMOVE else read
