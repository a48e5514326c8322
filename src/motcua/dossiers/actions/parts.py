"""Partial results: approved with their paper, signed after commit, returned before the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.actions.guarding import require_in_process
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.actions.telling import tell_part
from motcua.dossiers.errors import FeeUnpaid, PartNotPdf, ReasonMissing, SigningKeyMissing
from motcua.dossiers.events import PartApproved
from motcua.dossiers.models import ResultPart
from motcua.dossiers.queries.result_parts import fees_hold_part
from motcua.kernel import events
from motcua.kernel.files import content_of, keep_own
from motcua.signatures.actions import Paper, new_verification_id, register_document, sign_pdf
from motcua.signatures.enums import DocumentKind
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.kernel.actors import Actor

PDF = "application/pdf"


@transaction.atomic
def approve_part(
    *, actor: Actor, dossier_id: int, name: str, document: UploadedFile[bytes], now: datetime
) -> ResultPart:
    """Approve one of several results; it is signed after commit, and its applicant told.

    By the leader, while the dossier is in process: the last result finishes it as ever. Source:
    Decree 61/2018, Article 20. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing` without a
    name, `PartNotPdf`, `FeeUnpaid` while what is due by now holds it back, `MoveRefused`, and what
    `take_in_document` raises.
    """
    if not name.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.LEADER)
    require_in_process(dossier)
    if fees_hold_part(dossier, now):
        raise FeeUnpaid
    file = take_in_document(file=document, now=now)
    if file.media_type != PDF:
        raise PartNotPdf
    part = ResultPart.objects.create(
        dossier=dossier,
        name=name.strip(),
        file=file,
        approved_at=now,
        approved_by_id=official_of(actor),
    )
    happen(dossier, "approve_part", actor=actor, now=now, part=part.pk)
    event = PartApproved(dossier_id=dossier.pk, part_id=part.pk)
    events.emit(event, agency_id=dossier.agency_id, now=now)
    return part


@transaction.atomic
def sign_part(*, actor: Actor, part_id: int, now: datetime) -> None:
    """Sign an approved part with the agency's key and tell the filer; a second call does nothing.

    Raises `SigningKeyMissing` while the agency has no usable key; the job is tried again.
    """
    part = (
        ResultPart.objects.select_for_update(of=("self",))
        .select_related("dossier__agency", "approved_by", "file__blob")
        .get(pk=part_id)
    )
    if part.signed_at is not None:
        return
    dossier = part.dossier
    key = signing_key(agency_id=dossier.agency_id, at=now)
    if key is None:
        raise SigningKeyMissing
    signed = sign_pdf(content_of(part.file), key=key, reason=part.name, now=now)
    part.verification_id = new_verification_id()
    register_document(
        actor=actor,
        agency=dossier.agency,
        paper=Paper(
            verification_id=part.verification_id,
            content=signed,
            kind=DocumentKind.RESULT,
            title=part.name,
            signer_names=(part.approved_by.full_name,),
            reference=str(part.public_id),
        ),
        now=now,
    )
    name = f"{dossier.code}-{part.pk}.pdf"
    part.pdf = keep_own(signed, name=name, media_type=PDF, now=now)
    part.signed_at = now
    part.save(update_fields=["verification_id", "pdf", "signed_at"])
    tell_part(dossier_id=dossier.pk, part_id=part.pk, now=now)
