"""Whether a personal number agrees with what the form says elsewhere of the same person.

The fourth digit of the number tells the century and the sex, the next two the year of birth
(Decree 137/2015/NĐ-CP, Article 13); a question of such a number names the questions to hold it
against (`born`, `sex`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from motcua.kernel import codes
from motcua.procedures.base.forms.questions import (
    GroupQuestion,
    IdentityDocumentQuestion,
    PersonNumberQuestion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.forms.spec import FormSpec

NOT_THE_BIRTH = "number-not-birth"
NOT_THE_SEX = "number-not-sex"

# The key of the group it stands in, empty outside groups, and the question.
Compared = tuple[str, PersonNumberQuestion]


def compared_numbers(spec: FormSpec) -> tuple[Compared, ...]:
    """Give the questions of a form whose numbers are held against other answers."""
    return tuple(
        (group, question)
        for group, question in _with_groups(spec)
        if isinstance(question, PersonNumberQuestion) and (question.born or question.sex)
    )


def disagreements(compared: Compared, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield where a number contradicts an answer: the number's path, a code, the other's key."""
    group, question = compared
    for before, level in _levels(group, answers):
        for path, code, other in contradictions(question, level):
            yield before + path, code, other


def contradictions(
    question: PersonNumberQuestion, level: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Yield the same for the answers beside each other, of a person, a row or a form."""
    number = number_in(level.get(question.key))
    if number is None:
        return
    part = ".number" if isinstance(question, IdentityDocumentQuestion) else ""
    born, sex = level.get(question.born or ""), level.get(question.sex or "")
    if question.born and type(born) is str and born[:4] != str(number.birth_year):
        yield question.key + part, NOT_THE_BIRTH, question.born
    if question.sex and sex in tuple(codes.Sex) and sex != number.sex:
        yield question.key + part, NOT_THE_SEX, question.sex


def number_in(value: Any) -> codes.CitizenNumber | None:
    """Read the personal number of an answer; None where it holds none."""
    if type(value) is dict and value.get("type") == "citizen-number":
        value = value.get("number")
    if type(value) is str:
        with suppress(codes.CitizenNumberInvalid):
            return codes.citizen_number(value)
    return None


def _with_groups(spec: FormSpec) -> Iterator[tuple[str, Asked]]:
    for _page, question in spec.questions():
        if isinstance(question, GroupQuestion):
            yield from ((question.key, inner) for inner in question.questions)
        else:
            yield "", question


def _levels(group: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what comes before a key in its path, with the answers beside it."""
    rows = answers.get(group) if group else None
    if not group:
        yield "", answers
    elif type(rows) is list:
        for index, row in enumerate(rows):
            if type(row) is dict:
                yield f"{group}.{index}.", row
