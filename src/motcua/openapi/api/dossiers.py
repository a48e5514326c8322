"""Filing and following dossiers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema

from motcua.dossiers.actions import Filing, submit
from motcua.dossiers.queries import dossier_for
from motcua.kernel import clock
from motcua.openapi.api.bearers import caller
from motcua.procedures.enums import Channel

router = Router()


class GivenPaper(Schema):
    """A file sent ahead, and the paper it is."""

    code: str
    file: UUID


class NewDossier(Schema):
    """A dossier to file; `answers` has the shape the procedure's form documents."""

    offering: int
    language: str = "vi"
    answers: dict[str, Any]
    papers: list[GivenPaper] = []
    by_data: list[str] = []


class FiledDossier(Schema):
    """What was filed: the code to keep, and the address to ask by."""

    id: UUID
    code: str


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


@router.post("", response={201: FiledDossier, 200: FiledDossier}, summary="File a dossier")
def file_dossier(
    request: HttpRequest,
    response: HttpResponse,
    body: NewDossier,
    idempotency_key: str = Header(  # type: ignore[type-arg]  # a function at run time
        ..., alias="Idempotency-Key", min_length=8, max_length=64
    ),
) -> tuple[int, dict[str, object]]:
    """File a dossier in the name of the token's person.

    The same `Idempotency-Key` with the same body gives the first answer (200 instead of 201).
    """
    actor = caller(request, "dossiers:file")
    filing = Filing(
        offering_id=body.offering,
        channel=Channel.ONLINE,
        language=body.language,
        answers=body.answers,
        papers=tuple((paper.code, paper.file) for paper in body.papers),
        by_data=frozenset(body.by_data),
    )
    filed = submit(actor=actor, filing=filing, key=idempotency_key, now=clock.now())
    response["Location"] = f"/api/v1/dossiers/{filed.public_id}"
    return (201 if filed.is_new else 200), {"id": filed.public_id, "code": filed.code}


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
    }
