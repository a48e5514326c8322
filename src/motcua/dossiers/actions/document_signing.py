"""Signing documents: approved by the leader who was shown them, signed by the node after commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.documents import number_document
from motcua.dossiers.actions.guarding import require_other_hand
from motcua.dossiers.actions.moving import happen, lock
from motcua.dossiers.actions.telling import tell_letter
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.errors import DocumentNotFound, DocumentNotSettled, SigningKeyMissing
from motcua.dossiers.events import DocumentApproved
from motcua.dossiers.models import Document
from motcua.dossiers.queries.documents import document_pdf
from motcua.dossiers.queries.second_hands import others_to_sign, said_instead
from motcua.kernel import events
from motcua.kernel.files import keep_own
from motcua.signatures.actions import Paper, new_verification_id, register_document, sign_pdf
from motcua.signatures.enums import DocumentKind
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

_PDF = "application/pdf"


@transaction.atomic
def approve_document(
    *, actor: Actor, dossier_id: int, document_id: UUID, version_id: UUID, now: datetime
) -> Document:
    """Approve a settled document, the version that was shown; it is signed after commit.

    What becomes the dossier's result is approved with the result. A second call changes nothing.
    Raises `DossierNotFound`, `NotAllowed`, `DocumentNotFound`, `DocumentNotSettled` also where
    another version was settled meanwhile, `CheckedYourself` where the actor settled it himself.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.LEADER)
    rows = Document.objects.select_for_update(of=("self",)).select_related("settled")
    document = rows.filter(dossier=dossier, public_id=document_id, dropped_at=None).first()
    if document is None:
        raise DocumentNotFound
    is_shown = document.settled is not None and document.settled.public_id == version_id
    if not is_shown or document.use == DocumentUse.RESULT or not dossier.is_open:
        raise DocumentNotSettled
    if document.approved_at is not None:
        return document
    document.dossier = dossier
    require_other_hand(said_instead(others_to_sign(actor, document, now)))
    if not document.number:
        number_document(document, now)
    document.approved_at, document.approved_by_id = now, official_of(actor)
    document.save(update_fields=["approved_at", "approved_by"])
    happen(dossier, "approve_document", actor=actor, now=now, document=document.pk)
    event = DocumentApproved(dossier_id=dossier.pk, document_id=document.pk)
    events.emit(event, agency_id=dossier.agency_id, now=now)
    return document


@transaction.atomic
def sign_document(*, actor: Actor, document_id: int, now: datetime) -> None:
    """Sign an approved document with the agency's key; a letter's addressee is told.

    A second call does nothing. Raises `SigningKeyMissing` while the agency has no usable key; the
    job is tried again.
    """
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("dossier__agency", "approved_by", "settled__file__blob", "paper__blob")
        .get(pk=document_id)
    )
    if document.signed_at is not None:
        return
    dossier = document.dossier
    key = signing_key(agency_id=dossier.agency_id, at=now)
    if key is None:
        raise SigningKeyMissing
    assert document.approved_by is not None
    signer, mark = document.approved_by.full_name, new_verification_id()
    paper = document_pdf(document, now=now, signer=signer, verification_id=mark)
    signed = sign_pdf(paper, key=key, reason=document.title, now=now)
    register_document(
        actor=actor,
        agency=dossier.agency,
        paper=Paper(
            verification_id=mark,
            content=signed,
            kind=DocumentKind.OTHER,
            title=document.title,
            signer_names=(signer,),
            reference=str(document.public_id),
        ),
        now=now,
    )
    name = f"{dossier.code}-{document.pk}.pdf"
    document.pdf = keep_own(signed, name=name, media_type=_PDF, now=now)
    document.verification_id, document.signed_at = mark, now
    document.save(update_fields=["pdf", "verification_id", "signed_at"])
    if document.use == DocumentUse.LETTER:
        tell_letter(dossier_id=dossier.pk, document_id=document.pk, now=now)
