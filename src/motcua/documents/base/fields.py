"""Which fields a template may name, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

from motcua.documents.enums import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_DATA: Final = files("motcua.documents") / "data"
OF_PROCEDURE: Final = ("to_khai.", "ket_qua.")
"""Fields that only a template bound to a procedure may name begin so."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name as templates write it, what it is, when it is filled in."""

    name: str
    label: Mapping[str, str]
    stage: Stage


@cache
def known_fields() -> tuple[Field, ...]:
    """Give the fields that every template may name (`data/fields.yaml`)."""
    rows = read_data("fields.yaml")["fields"]
    return tuple(Field(row["name"], row["label"], Stage(row.get("stage", "draft"))) for row in rows)


def unknown_of(named: Iterable[str], of_procedure: Collection[str]) -> tuple[str, ...]:
    """Give the named fields that nothing fills in; `of_procedure` are those of its answers."""
    known = {field.name for field in known_fields()} | set(of_procedure)
    return tuple(sorted(set(named) - known))


def names_of_signing() -> frozenset[str]:
    """Give the names of the fields that are filled in as a document is signed."""
    return frozenset(field.name for field in known_fields() if field.stage is Stage.SIGNING)


@cache
def read_data(name: str) -> Mapping[str, Any]:
    """Read a file of this room's data."""
    shipped: Mapping[str, Any] = yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
    return shipped
