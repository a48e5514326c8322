"""Signing an approved result: done by the node after commit, for the official who approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.moving import lock
from motcua.dossiers.actions.outcomes import SignedResult, finish_signed, is_awaited
from motcua.dossiers.errors import SigningKeyMissing
from motcua.dossiers.models import Result
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.results import result_data, result_pdf
from motcua.kernel.files import keep_own
from motcua.procedures.base.texts import say
from motcua.signatures.actions import (
    Paper,
    new_verification_id,
    register_document,
    sign_json,
    sign_pdf,
)
from motcua.signatures.enums import DocumentKind
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.signatures.models import SigningKey


@transaction.atomic
def sign_result(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Set the approved result as PDF, sign it and its data with the agency's key, and finish.

    The dossier is held meanwhile: no paper is registered for one that went another way. A result
    that is signed already is left as it is. Raises `SigningKeyMissing` while the agency
    has no usable key; the job is tried again.
    """
    dossier = lock(dossier_id)
    result = (
        Result.objects.select_related("dossier__agency__place__parent", "dossier__agency__parent")
        .select_related("approved_by")
        .filter(dossier_id=dossier_id)
        .first()
    )
    if result is None or not is_awaited(dossier, result):
        return
    key = signing_key(agency_id=result.dossier.agency_id, at=now)
    if key is None:
        raise SigningKeyMissing
    signed = _signed(result, key, actor=actor, now=now)
    finish_signed(actor=actor, dossier_id=dossier_id, signed=signed, now=now)


def _signed(result: Result, key: SigningKey, *, actor: Actor, now: datetime) -> SignedResult:
    verification_id = new_verification_id()
    title = say(rules_of(result.dossier).pack.result.title, "vi")
    pdf = sign_pdf(
        result_pdf(result, now=now, verification_id=verification_id),
        key=key,
        reason=title,
        now=now,
    )
    data = sign_json(result_data(result, now=now), key=key, now=now)
    assert result.approved_by is not None
    register_document(
        actor=actor,
        agency=result.dossier.agency,
        paper=Paper(
            verification_id=verification_id,
            content=pdf,
            kind=DocumentKind.RESULT,
            title=title,
            signer_names=(result.approved_by.full_name,),
            reference=str(result.public_id),
        ),
        now=now,
    )
    name = result.dossier.code
    return SignedResult(
        pdf_id=keep_own(pdf, name=f"{name}.pdf", media_type="application/pdf", now=now).pk,
        data_id=keep_own(data, name=f"{name}.json", media_type="application/json", now=now).pk,
        verification_id=verification_id,
    )
