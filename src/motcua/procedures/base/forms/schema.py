"""The JSON Schema of a form's answers, for the API and its documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.parts import BEFORE
from motcua.procedures.base.forms.points import MERIDIANS, SYSTEMS
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    AddressQuestion,
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    CompoundQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NameQuestion,
    NumberQuestion,
    PlaceQuestion,
    TextQuestion,
)
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.procedures.base.forms.answering import CompiledForm

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
    "calculated": {"type": "integer", "readOnly": True},
    "map-point": {
        "type": "object",
        "properties": {
            "system": {"enum": list(SYSTEMS), "default": "wgs84"},
            "north": {"type": "string", "maxLength": 30},
            "east": {"type": "string", "maxLength": 30},
            "meridian": {"enum": list(MERIDIANS)},
            "words": {"type": "string", "maxLength": 300},
        },
        "additionalProperties": False,
    },
}


def answers_schema(form: CompiledForm, language: str = "vi") -> Schema:
    """Describe the answers as JSON Schema 2020-12, with the questions as titles.

    What is asked on a condition is not required here; the server judges it (`CompiledForm`).
    """
    questions = [
        question for _, question in form.spec.questions() if question.kind not in UNANSWERED
    ]
    unconditional = {
        question.key
        for page, question in form.spec.questions()
        if page.when is None and question.when is None and _is_needed(question)
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": say(form.spec.title, language),
        **_object(form, questions, language),
        "required": [question.key for question in questions if question.key in unconditional],
    }


def _is_needed(question: Asked) -> bool:
    return question.required and (not isinstance(question, GroupQuestion) or question.min > 0)


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
        inner = [item for item in question.questions if item.kind not in UNANSWERED]
        rows = _object(form, inner, language)
        return {"type": "array", "items": rows, "minItems": question.min, "maxItems": question.max}
    if isinstance(question, ChoiceQuestion):
        return {"enum": [option.value for option in form.options(question)]}
    if isinstance(question, ChoicesQuestion):
        return _several(question)
    if isinstance(question, CompoundQuestion):
        needed = [part.key for part in question.parts if part.required]
        return {**_object(form, question.parts, language), "required": needed}
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
    return _simple(question)


def _simple(question: Asked) -> Schema:
    if isinstance(question, NumberQuestion | MoneyQuestion):
        return {"type": "integer", "minimum": question.min, "maximum": question.max}
    simple = dict(_SIMPLE[getattr(question, "kind", "")])
    if isinstance(question, AddressQuestion | PlaceQuestion) and question.era == "any":
        eras = {"enum": ["today", BEFORE], "default": "today"}
        simple["properties"] = {**simple["properties"], "era": eras}
    return simple


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
