"""Filing and following dossiers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Router, Schema
from pydantic import BaseModel, Field, ValidationError

from motcua.dossiers.actions import Filing, submit
from motcua.dossiers.queries import dossier_for
from motcua.kernel import clock
from motcua.kernel.errors import InvalidInput
from motcua.openapi.api.bearers import caller
from motcua.procedures.base.claims import claims_of
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel, ClaimState

router = Router()
KEY = "Idempotency-Key"
_SHORTEST_KEY, _LONGEST_KEY = 8, 64
_MOST_ITEMS = 100
_MOST_DIGITS = 20
_LANGUAGES = f"^({'|'.join(code for code, _name in settings.LANGUAGES)})$"


class GivenPaper(BaseModel):
    """A file sent ahead, and the paper it is."""

    code: str
    file: UUID


class NewDossier(BaseModel):
    """A dossier to file; `answers` has the shape the procedure's form documents."""

    offering: int
    language: str = Field(settings.LANGUAGE_CODE, pattern=_LANGUAGES)
    answers: dict[str, Any]
    papers: list[GivenPaper] = Field([], max_length=_MOST_ITEMS)
    by_data: list[str] = Field([], max_length=_MOST_ITEMS)


class FiledDossier(Schema):
    """What was filed: the code to keep, and the address to ask by."""

    id: UUID
    code: str


class FeeState(Schema):
    """A fee in đồng, as it was fixed at filing, and how it was worked out.

    `amount` is of one, `quantity` how many, `total` what is due of it: less by `percent` of a
    reduction or an exemption. `claim` says where exemptions stand that papers have to show: asked
    while one is not judged, granted where one counts, else refused.
    `explained` says all of it in words of the dossier's language.
    """

    code: str
    name: str
    amount: int
    quantity: int
    total: int
    due: str
    basis: str
    day: date | None
    is_open: bool
    reduced_to: int
    exemption: str
    claim: str
    explained: str


class DossierState(Schema):
    """Where a dossier stands; times are in Viet Nam's zone."""

    id: UUID
    code: str
    procedure: str
    agency: str
    state: str
    national_code: int
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    fee: int
    fee_state: str
    fees: list[FeeState]


def _documented() -> dict[str, Any]:
    """Describe what `file_dossier` reads by itself."""
    schema = NewDossier.model_json_schema()
    schema["properties"]["papers"]["items"] = schema.pop("$defs")["GivenPaper"]
    key = {"type": "string", "minLength": _SHORTEST_KEY, "maxLength": _LONGEST_KEY}
    return {
        "parameters": [{"in": "header", "name": KEY, "required": True, "schema": key}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


@router.post(
    "",
    response={201: FiledDossier, 200: FiledDossier},
    summary="File a dossier",
    openapi_extra=_documented(),
)
def file_dossier(request: HttpRequest) -> HttpResponse:
    """File a dossier in the name of the token's person.

    The same `Idempotency-Key` with the same body gives the first answer (200 instead of 201).
    """
    # Thousands may file at once: the framework's own reading and writing costs as much as ours.
    actor = caller(request, "dossiers:file")
    body, key = _body(request), _key(request)
    filing = Filing(
        offering_id=body.offering,
        channel=Channel.ONLINE,
        language=body.language,
        answers=body.answers,
        papers=tuple((paper.code, paper.file) for paper in body.papers),
        by_data=frozenset(body.by_data),
    )
    filed = submit(actor=actor, filing=filing, key=key, now=clock.now())
    return HttpResponse(
        orjson.dumps({"id": filed.public_id, "code": filed.code}),
        status=201 if filed.is_new else 200,
        content_type="application/json",
        headers={"Location": f"/api/v1/dossiers/{filed.public_id}"},
    )


def _body(request: HttpRequest) -> NewDossier:
    try:
        body = NewDossier.model_validate_json(request.body)
    except ValidationError as error:
        places = [
            {"path": ".".join(map(str, ("body", *item["loc"]))), "code": item["type"]}
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InvalidInput(errors=places) from None
    _REPETITIONS.decode(request.body.decode())
    return body


def _refuse_repetition(pairs: list[tuple[str, object]]) -> None:
    """Refuse an object that says two things under one key: a reader before us may see the other."""
    if len(dict(pairs)) != len(pairs):
        raise InvalidInput(errors=[{"path": "body", "code": "repeated_key"}])


def _bounded(digits: str) -> int:
    """Refuse a number that no machine word holds; what is written then could not be kept."""
    if len(digits) > _MOST_DIGITS or not -(2**63) <= int(digits) < 2**63:
        raise InvalidInput(errors=[{"path": "body", "code": "number_too_large"}])
    return 0


# Reads for keys and the size of numbers alone, once the body is known to be JSON that is not nested
# without end.
_REPETITIONS = json.JSONDecoder(
    object_pairs_hook=_refuse_repetition, parse_int=_bounded, parse_float=len, strict=False
)


def _key(request: HttpRequest) -> str:
    key: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        raise InvalidInput(errors=[{"path": f"header.{KEY}", "code": "string_length"}])
    return key


@router.get("/{public_id}", response=DossierState, summary="See where a dossier stands")
def dossier_state(request: HttpRequest, public_id: UUID) -> dict[str, object]:
    """Give the state of a dossier that the token's holder may see; otherwise 404."""
    dossier = dossier_for(caller(request, "dossiers:read"), public_id)
    return {
        "id": dossier.public_id,
        "code": dossier.code,
        "procedure": dossier.procedure_code,
        "agency": dossier.agency.code,
        "state": dossier.state,
        "national_code": dossier.national_code,
        "submitted_at": clock.civil(dossier.submitted_at),
        "accepted_at": dossier.accepted_at and clock.civil(dossier.accepted_at),
        "due_at": dossier.due_at and clock.civil(dossier.due_at),
        "finished_at": dossier.finished_at and clock.civil(dossier.finished_at),
        "fee": dossier.fee_at_filing,
        "fee_state": dossier.fee_state,
        "fees": [_fee(line, dossier.language) for line in dossier.fee_lines],
    }


def _fee(line: Mapping[str, Any], language: str) -> dict[str, object]:
    with override(language):
        words = explained(line, language)
    return {
        **{name: line[name] for name in ("code", "amount", "quantity", "total", "due", "basis")},
        "name": say(line["name"], language),
        "day": line.get("day"),
        "is_open": bool(line.get("is_open")),
        "reduced_to": line.get("reduced_to", 100),
        "exemption": line.get("exemption", ""),
        "claim": _claim(line),
        "explained": words,
    }


def _claim(line: Mapping[str, Any]) -> str:
    """Say where the exemptions of a fee stand in one word; empty where none is claimed."""
    states = {claim["state"] for claim in claims_of(line)}
    order = (ClaimState.ASKED, ClaimState.GRANTED, ClaimState.REFUSED)
    return next((str(state) for state in order if state in states), "")
