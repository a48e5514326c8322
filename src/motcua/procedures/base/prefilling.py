"""Answers that are known already, put where a form may take them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions import compile_condition
from motcua.procedures.base.values import Bad

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.base.answering import CompiledForm


def known_answers(
    form: CompiledForm,
    code: str,
    answers: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    today: date,
) -> dict[str, Any]:
    """Give what is known for the questions of a page that were not answered yet.

    `known` holds answers by source (`person.full_name`, `person.birth_date`, `person.sex`,
    `person.citizen_number`, `person.document`, `person.address`, `person.phone`, `person.email`,
    `person.ethnicity`, `person.nationality`), in the shapes of answers; one that its question would
    refuse is left out.
    """
    taken = {}
    for question in form.pages[code].questions:
        value = known.get(question.prefill or "")
        if value in (None, "") or question.key in answers:
            continue
        when = question.prefill_when
        if when is not None and not compile_condition(when, form.scope).holds(answers, today):
            continue
        clean = form.check_of(question)(value, today)
        if clean is not None and not isinstance(clean, Bad | tuple):
            taken[question.key] = clean
    return taken
