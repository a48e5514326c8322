"""The published JSON Schemas: what a form spec and a whole pack may say, version by version.

A version is never changed once it was published; what is taken away or renamed makes a new one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.expressions import ARITY, MAX_LENGTH
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.packs import pack_schema

if TYPE_CHECKING:
    from collections.abc import Callable

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "v1"
_ANY_CONDITION = {"$ref": "#/$defs/Condition"}
_WHEN = ({"type": "string"}, {"additionalProperties": True, "type": "object"})


@cache
def form_schema() -> Schema:
    """Give the JSON Schema that every form spec fulfils, conditions as data included."""
    return _published("form", FormSpec.model_json_schema)


@cache
def whole_pack_schema() -> Schema:
    """Give the JSON Schema that every pack in its normal form fulfils."""
    return _published("pack", pack_schema)


SCHEMAS: dict[str, Callable[[], Schema]] = {"form": form_schema, "pack": whole_pack_schema}


def _published(name: str, make: Callable[[], Schema]) -> Schema:
    made = _with_conditions(make())
    made["$defs"] |= _conditions()
    return {"$schema": DIALECT, "$id": f"/schemas/{name}/{VERSION}.json", **made}


def _with_conditions(schema: Any) -> Any:
    """Put the grammar of conditions where the models only say text or object."""
    if isinstance(schema, list):
        return [_with_conditions(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    choices = schema.get("anyOf", [])
    if all(kind in choices for kind in _WHEN):
        others = [_with_conditions(item) for item in choices if item not in _WHEN]
        return {**schema, "anyOf": [_ANY_CONDITION, *others]}
    return {key: _with_conditions(value) for key, value in schema.items()}


def _conditions() -> Schema:
    """Describe a condition: in words, or as one operator with its arguments."""
    argument = {"anyOf": [{"$ref": "#/$defs/Operator"}, {"$ref": "#/$defs/Fixed"}]}
    operators: Schema = {
        op: {"type": "array", "items": argument, "minItems": least, "maxItems": most}
        for op, (least, most) in ARITY.items()
    }
    operators["ref"] = {"type": "string", "pattern": r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$"}
    scalar = {"type": ["string", "integer", "boolean"]}
    return {
        "Condition": {
            "description": "A condition or quantity, in words or as operators; never code.",
            "anyOf": [{"type": "string", "maxLength": MAX_LENGTH}, {"$ref": "#/$defs/Operator"}],
        },
        "Operator": {
            "type": "object",
            "properties": operators,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
        "Fixed": {"anyOf": [scalar, {"type": "array", "items": {"type": ["string", "integer"]}}]},
    }
