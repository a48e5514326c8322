"""The JSON Schema of a form's answers, for the API and its documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.questions import (
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NameQuestion,
    NumberQuestion,
    TextQuestion,
)
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.procedures.base.answering import CompiledForm

Schema = dict[str, Any]

_PROVINCE: Schema = {"type": "string", "pattern": "^[0-9]{2}$"}
_COMMUNE: Schema = {"type": "string", "pattern": "^[0-9]{5}$"}
_SIMPLE: dict[str, Schema] = {
    "name-parts": {
        "type": "object",
        "properties": {part: {"type": "string"} for part in ("family", "middle", "given")},
        "required": ["family", "given"],
        "additionalProperties": False,
    },
    "date": {"type": "string", "format": "date"},
    "partial-date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"},
    "yes-no": {"type": "boolean"},
    "declaration": {"const": True},
    "place": {
        "type": "object",
        "properties": {"province": _PROVINCE, "commune": _COMMUNE},
        "required": ["province", "commune"],
        "additionalProperties": False,
    },
    "address": {
        "type": "object",
        "properties": {"line": {"type": "string"}, "province": _PROVINCE, "commune": _COMMUNE},
        "required": ["line", "province", "commune"],
        "additionalProperties": False,
    },
    "citizen-number": {"type": "string", "pattern": "^[0-9]{12}$"},
    "phone": {"type": "string", "maxLength": 40},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "tax-code": {"type": "string", "maxLength": 40},
}


def answers_schema(form: CompiledForm, language: str = "vi") -> Schema:
    """Describe the answers as JSON Schema 2020-12, with the questions as titles.

    What is asked on a condition is not required here; the server judges it (`CompiledForm`).
    """
    questions = [question for _, question in form.spec.questions() if question.kind != "notice"]
    unconditional = {
        question.key
        for page, question in form.spec.questions()
        if page.when is None and question.when is None and question.required
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": say(form.spec.title, language),
        **_object(form, questions, language),
        "required": [question.key for question in questions if question.key in unconditional],
    }


def _object(form: CompiledForm, questions: Iterable[Asked], language: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            question.key: _described(form, question, language) for question in questions
        },
        "additionalProperties": False,
    }


def _described(form: CompiledForm, question: Asked, language: str) -> Schema:
    described: Schema = {"title": say(question.label, language), **_shape(form, question, language)}
    if question.hint:
        described["description"] = say(question.hint, language)
    if question.examples:
        described["examples"] = list(question.examples)
    return described


def _shape(form: CompiledForm, question: Asked, language: str) -> Schema:
    if isinstance(question, GroupQuestion):
        inner = [item for item in question.questions if item.kind != "notice"]
        rows = _object(form, inner, language)
        return {"type": "array", "items": rows, "minItems": question.min, "maxItems": question.max}
    if isinstance(question, ChoiceQuestion):
        return {"enum": [option.value for option in form.options(question)]}
    if isinstance(question, ChoicesQuestion):
        return _several(question)
    if isinstance(question, NumberQuestion | MoneyQuestion):
        return {"type": "integer", "minimum": question.min, "maximum": question.max}
    return _text_shape(question)


def _several(question: ChoicesQuestion) -> Schema:
    return {
        "type": "array",
        "items": {"enum": [option.value for option in question.options]},
        "uniqueItems": True,
        "minItems": question.min,
        "maxItems": question.max,
    }


def _text_shape(question: Asked) -> Schema:
    if isinstance(question, TextQuestion) and question.pattern:
        return {"type": "string", "pattern": f"^({question.pattern})$"}
    if isinstance(question, TextQuestion | LongTextQuestion | NameQuestion):
        return {"type": "string", "maxLength": question.max_length}
    if isinstance(question, IdentityDocumentQuestion):
        return _document(question)
    if isinstance(question, FilesQuestion):
        items = {"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"}
        return {"type": "array", "items": items, "maxItems": question.max}
    return dict(_SIMPLE[getattr(question, "kind", "")])


def _document(question: IdentityDocumentQuestion) -> Schema:
    return {
        "type": "object",
        "properties": {
            "type": {"enum": list(question.types)},
            "number": {"type": "string", "maxLength": 30},
            "country": {"type": "string", "pattern": "^[A-Z]{2}$", "default": "VN"},
        },
        "required": ["type", "number"],
        "additionalProperties": False,
    }
