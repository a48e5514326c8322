"""The gist of a dossier (trích yếu): a line of a few answers that tells what it is about.

It stands unsealed beside the code, and is searched by its words; so nothing of a person's identity
may be part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.kernel.text import nfc, search_document
from motcua.procedures.base.forms.questions import (
    AddressQuestion,
    Asked,
    ChoiceQuestion,
    CompoundQuestion,
    EnterpriseQuestion,
    PersonNumberQuestion,
    PlaceQuestion,
    TaxCodeQuestion,
    TextQuestion,
)
from motcua.procedures.base.forms.wording import Wording
from motcua.procedures.base.sentences import Words, both
from motcua.procedures.base.texts import FALLBACK, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.spec import FormSpec

LONGEST = 200
"""So many signs a gist has at most."""
_BETWEEN = " · "
# What may stand in a gist; every other kind tells of a person, is long, or says nothing in a line.
_KINDS = (
    TextQuestion,
    AddressQuestion,
    PlaceQuestion,
    ChoiceQuestion,
    TaxCodeQuestion,
)
_OF_PERSONS = frozenset({"person", "citizen", "household", "member"})
# How forms word what is a person's where nothing else tells: name, numbers, where he lives.
_WORDS = {
    "text": ("ho ten", "ho va ten", "ho chu dem", "can cuoc", "ho chieu", "lai xe", "dien thoai"),
    "choice": ("gioi tinh", "dan toc", "ton giao", "quoc tich"),
    "address": ("cu tru", "thuong tru", "tam tru", "noi o", "lien he", "lien lac", "que quan"),
}


def gist_of(form: CompiledForm, clean: Mapping[str, Any], named_by: FormSpec | None = None) -> str:
    """Write the gist of clean answers, in Vietnamese; empty where the form has none.

    `named_by` is a later form of the procedure that names the gist, where this one names none: of
    that is told what this form asks too and may be told.
    """
    names = named_by or form.spec
    wording, told = Wording(FALLBACK, form.lists, form.places), []
    for path in names.gist:
        question = _found(form.questions, path)
        if question is None or (named_by and _kept_out(form, path, question)):
            continue
        if answer := wording.write(question, _answer(clean, path)):
            told.append(answer)
    return _shortened(nfc(" ".join(_BETWEEN.join(told).split())))


def gist_labels(form: FormSpec, language: str) -> list[str]:
    """Name the questions whose answers the gist of a form tells."""
    questions = {question.key: question for _page, question in form.questions()}
    asked = (_found(questions, path) for path in form.gist)
    return [say(question.label, language) for question in asked if question is not None]


def gist_findings(form: FormSpec) -> Iterator[tuple[str, str, Words]]:
    """Yield what may not be part of a gist: where, code and sentence."""
    questions = {question.key: question for _page, question in form.questions()}
    for path in form.gist:
        question = _found(questions, path)
        if question is None:
            yield "form.gist", "gist", both(f"không có câu hỏi {path}", f"no question {path}")
        elif wrong := _why_not(form, questions[path.partition(".")[0]], question):
            yield "form.gist", wrong, both(say(question.label, "vi"), say(question.label, "en"))


def may_be_told(form: FormSpec) -> Iterator[tuple[str, Asked]]:
    """Yield what may be part of a gist by its path, parts of enterprises after their question."""
    for _page, question in form.questions():
        parts = question.parts if isinstance(question, EnterpriseQuestion) else ()
        named = [(question.key, question), *((f"{question.key}.{row.key}", row) for row in parts)]
        yield from ((path, row) for path, row in named if not _why_not(form, question, row))


def _kept_out(form: CompiledForm, path: str, question: Asked) -> bool:
    return bool(_why_not(form.spec, form.questions[path.partition(".")[0]], question))


def _why_not(form: FormSpec, whole: Asked, question: Asked) -> str:
    """Give the code of what keeps an answer out of a gist; empty where nothing does."""
    if _is_of_person(whole, question, _told_by_numbers(form)):
        return "gist-personal"
    return "" if isinstance(question, _KINDS) else "gist-kind"


def _found(questions: Mapping[str, Asked], path: str) -> Asked | None:
    key, _, inner = path.partition(".")
    question = questions.get(key)
    if not inner or question is None:
        return question
    parts = question.parts if isinstance(question, CompoundQuestion) else ()
    return next((part for part in parts if part.key == inner), None)


def _answer(clean: Mapping[str, Any], path: str) -> Any:
    key, _, inner = path.partition(".")
    value = clean.get(key)
    return value.get(inner) if inner and isinstance(value, dict) else value


def _is_of_person(whole: Asked, question: Asked, beside: frozenset[str]) -> bool:
    """Say whether an answer is bound to a person's identity: by kind, prefill, number or words."""
    if isinstance(whole, CompoundQuestion) and not isinstance(whole, EnterpriseQuestion):
        return True
    if (question.prefill or "").partition(".")[0] in _OF_PERSONS or question.key in beside:
        return True
    kind, asked = getattr(question, "kind", ""), search_document(say(question.label, FALLBACK))
    return kind in _PERSONAL or any(words in asked for words in _WORDS.get(kind, ()))


_PERSONAL = frozenset(
    {"name", "name-parts", "citizen-number", "identity-document", "phone", "email"}
)


def _told_by_numbers(form: FormSpec) -> frozenset[str]:
    """Give the questions of birth and sex that a personal number is held against."""
    numbers = [row for row in form.every_question() if isinstance(row, PersonNumberQuestion)]
    return frozenset(key for row in numbers for key in (row.born, row.sex) if key)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rpartition(' ')[0]}…"
