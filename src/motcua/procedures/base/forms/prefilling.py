"""Answers that are known already, put where a form may take them over, and where they came from.

Questions name what they take by a path (`citizen.full_name`, `household.members`); whoever knows
such things is a provider, and answers for the paths that begin with its word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.forms.questions import CompoundQuestion, GroupQuestion
from motcua.procedures.base.forms.values import Bad

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import Asked


# The words that paths of known answers begin with; `member` stands for one of the rows.
PREFILL_WORDS = frozenset({"person", "citizen", "organisation", "household", "member"})

Filer_contra = TypeVar("Filer_contra", contravariant=True)


class Provider(Protocol[Filer_contra]):
    """Knows something of whoever files; `source` is the word kept beside what was taken."""

    source: str

    def known(self, whom: Filer_contra, day: date) -> Mapping[str, Any]:
        """Give answers by path, in the shapes of answers; nothing where nothing is known."""
        ...


def person_by_path(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is known of a person by the paths that forms ask for it.

    `parts` as `known_answers` names them; the number of a document that is no citizen's is none.
    """
    named = {**parts, "citizen_number": parts.get("number")}
    return {
        word if part is None else f"{word}.{part}": parts if part is None else named[part]
        for word in ("person", "citizen")
        for part in (None, *named)
    }


def known_answers(
    form: CompiledForm,
    code: str,
    answers: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    today: date,
) -> dict[str, Any]:
    """Give what is known for the questions of a page that were not answered yet.

    `known` holds answers by path (`person.full_name`, `person.birth_date`, `person.sex`,
    `person.citizen_number`, `person.document`, `person.address`, `person.phone`, `person.email`,
    `person.ethnicity`, `person.nationality`; `person` and `organisation` as a whole;
    `household.members`), in the shapes of answers; what its question would refuse is left out.
    """
    return {
        question.key: value
        for question in form.pages[code].questions
        if question.key not in answers
        and (value := taken(form, question, answers, known, today)) is not None
    }


def origins(
    form: CompiledForm,
    code: str,
    answers: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    now: datetime,
    today: date,
) -> dict[str, dict[str, Any]]:
    """Say of the answers of a page which were known: path, since when, and whether changed."""
    found = {}
    for question in form.pages[code].questions:
        value = taken(form, question, answers, known, today)
        if value is not None and question.key in answers:
            found[question.key] = {
                "path": question.prefill,
                "at": now.isoformat(timespec="seconds"),
                "changed": answers[question.key] != value,
            }
    return found


def taken(
    form: CompiledForm,
    question: Asked,
    answers: Mapping[str, Any],
    known: Mapping[str, Any],
    today: date,
) -> Any:
    """Give what a question takes of what is known, by the answers so far; None for nothing."""
    value = known.get(question.prefill or "")
    if value in (None, "", [], {}):
        return None
    when = question.prefill_when
    if when is not None and not compile_condition(when, form.scope).holds(answers, today):
        return None
    return _fitting(form, question, value, today)


def _fitting(form: CompiledForm, question: Asked, value: Any, today: date) -> Any:
    """Give what a question takes of what is known: parts and rows each by themselves."""
    if isinstance(question, CompoundQuestion):
        return _object(form, question.parts, value, today, by_key=True)
    if isinstance(question, GroupQuestion):
        listed = value if isinstance(value, list) else []
        rows = [_object(form, question.questions, row, today) for row in listed]
        return [row for row in rows if row][: question.max] or None
    clean = form.check_of(question)(value, today)
    return None if isinstance(clean, Bad | tuple) else clean


def _object(
    form: CompiledForm,
    questions: tuple[Asked, ...],
    value: Any,
    today: date,
    *,
    by_key: bool = False,
) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    taken = {}
    for question in questions:
        name = question.key if by_key else (question.prefill or "").removeprefix("member.")
        given = value if name == "member" else value.get(name)
        if given not in (None, "", {}):
            fitting = _fitting(form, question, given, today)
            if fitting is not None:
                taken[question.key] = fitting
    return taken or None
