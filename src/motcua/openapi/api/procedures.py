"""The catalogue for machines: what there is, who takes it, and the shape of its answers."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.procedures import queries as catalogue
from motcua.procedures.base.schema import answers_schema
from motcua.procedures.errors import VersionNotPublished

router = Router()
_CODE = re.compile(r"[0-9]\.[0-9]{6}")


class ShortProcedure(Schema):
    """A procedure as a list shows it; texts by language."""

    code: str
    name: dict[str, str]
    field: dict[str, str]


class Office(Schema):
    """An agency that takes the procedure; `offering` is what a filing names."""

    offering: int
    agency_code: str
    agency_name: str
    level: int


class FullProcedure(ShortProcedure):
    """A procedure with where it can be filed, and the JSON Schema of its answers."""

    version: int
    offices: list[Office]
    answers: dict[str, Any]


@router.get("", response=list[ShortProcedure], summary="Find procedures")
def find(request: HttpRequest, q: str = "", limit: int = 20) -> list[dict[str, object]]:
    """Find procedures by name, code or everyday words, with or without diacritics."""
    del request
    words = q[:200].replace("\0", " ")  # PostgreSQL's text holds no NUL
    found = catalogue.find_procedures(words, _today(), limit=max(1, min(limit, 100)))
    return [
        {"code": row.code, "name": row.pack.name, "field": row.pack.field.name} for row in found
    ]


@router.get("/{code}", response=FullProcedure, summary="See a procedure")
def procedure(request: HttpRequest, code: str) -> dict[str, object]:
    """Give a procedure in force today, the offices that take it, and how to answer its form."""
    del request
    if not _CODE.fullmatch(code):
        raise NotFound
    day = _today()
    try:
        version = catalogue.version_on(code, day)
    except VersionNotPublished:
        raise NotFound from None
    rules = catalogue.rules(version)
    return {
        "code": code,
        "name": rules.pack.name,
        "field": rules.pack.field.name,
        "version": version,
        "offices": [
            {
                "offering": card.id,
                "agency_code": card.agency_code,
                "agency_name": card.agency_name,
                "level": int(catalogue.level_of_offering(card, day).level),
            }
            for card in catalogue.offerings_of(code, day)
        ],
        "answers": answers_schema(rules.form),
    }


def _today() -> Any:
    return clock.civil_date(clock.now())
