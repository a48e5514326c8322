"""The catalogue for machines: what there is, who takes it, and the shape of its answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.schema import answers_schema
from motcua.procedures.base.packs import Facts
from motcua.procedures.enums import AuthorityLevel, Subject
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import listing

router = Router()
fields_router = Router()
_CODE = re.compile(r"[0-9][0-9A-Za-z.-]{2,29}")
_MOST = 100


class ShortProcedure(Schema):
    """A procedure as a list shows it; texts by language, `vi` always."""

    code: str
    name: dict[str, str]
    summary: dict[str, str]
    field: dict[str, str]
    field_code: str = Field(description="what `field` of the list takes")
    tier: AuthorityLevel
    subjects: list[Subject]
    valid_from: date = Field(description="since when the rules in force hold")
    digest: str = Field(description="SHA-256 of the rules: another one where anything changed")


class Office(Schema):
    """An agency that takes the procedure; `offering` is what a filing names."""

    offering: int
    agency_code: str
    agency_name: str
    level: int


class FullProcedure(Schema):
    """A procedure with all that is said of it, where it is filed, and how its form is answered."""

    code: str
    name: dict[str, str]
    field: dict[str, str]
    version: int
    facts: Facts = Field(
        description="cases with their papers and steps, ways of filing with time limits and fees, "
        "requirements, legal bases, results: as in a pack, what is as usual left out"
    )
    offices: list[Office]
    answers: dict[str, Any] = Field(description="JSON Schema of the answers that a filing sends")
    page: str = Field(description="the page for people")
    linked_data: str = Field(description="the same as CPSV-AP 3.2, JSON-LD")


class Listing(Schema):
    """What a list takes."""

    q: str = Field("", description="name, code or everyday words, with or without diacritics")
    field: str = Field("", max_length=60, description="code of a field of administration")
    subject: Subject | None = Field(None, description="who may ask")
    tier: AuthorityLevel | None = Field(None, description="which tier settles them")
    agency: str = Field("", max_length=30, description="code of an agency that takes them")
    limit: int = Field(20, description="rows of a page, at most 100")
    offset: int = Field(0, ge=0, le=1_000_000, description="rows to pass over")


@router.get("", response=list[ShortProcedure], summary="Find procedures")
def find(
    request: HttpRequest, response: HttpResponse, asked: Annotated[Listing, Query()]
) -> list[dict[str, object]]:
    """Find procedures, best first; without `q` all of them, by code.

    The header `X-Total-Count` tells how many fit, `Link` with rel="next" leads to the next page.
    """
    words = _plain(asked.q)[:200]
    day, limit = _today(), max(1, min(asked.limit, _MOST))
    narrowing = catalogue.Narrowing(
        field=_plain(asked.field), subject=asked.subject or "", tier=asked.tier or ""
    )
    codes = listing.listed(words, narrowing, _plain(asked.agency), day)
    response["X-Total-Count"] = str(len(codes))
    end = asked.offset + limit
    if end < len(codes):
        query = request.GET.copy()
        query["offset"] = str(end)
        response["Link"] = f'<{settings.PORTAL_URL}{request.path}?{query.urlencode()}>; rel="next"'
    return [
        {
            "code": row.code,
            "name": row.facts.name,
            "summary": row.facts.summary,
            "field": row.facts.field.name,
            "field_code": row.facts.field.code,
            "tier": row.facts.authority.level,
            "subjects": row.facts.subjects,
            "valid_from": row.valid_from,
            "digest": row.digest,
        }
        for row in listing.in_order(codes[asked.offset : end], day)
    ]


class FieldOfWork(Schema):
    """A field of administration: what `field` of the list takes, and how many it leaves."""

    code: str
    name: dict[str, str]
    procedures: int


@fields_router.get("", response=list[FieldOfWork], summary="List the fields of administration")
def fields(request: HttpRequest) -> list[dict[str, object]]:
    """Give every field of administration that has procedures in force, by code."""
    del request
    rows = listing.fields_on(_today())
    return [{"code": code, "name": name, "procedures": count} for code, name, count in rows]


@router.get("/{code}", response=FullProcedure, exclude_defaults=True, summary="See a procedure")
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
        "facts": {name: getattr(rules.pack, name) for name in Facts.model_fields},
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
        "page": f"{settings.PORTAL_URL}/procedures/{code}",
        "linked_data": f"{settings.PORTAL_URL}/catalogue/{code}.jsonld",
    }


def _plain(text: str) -> str:
    return text.replace("\0", " ")  # PostgreSQL's text holds no NUL


def _today() -> Any:
    return clock.civil_date(clock.now())
