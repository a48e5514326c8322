"""The register of signed documents, which the verify page reads."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.events import emit
from motcua.signatures.events import DocumentSigned
from motcua.signatures.models import SignedDocument

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.signatures.enums import DocumentKind

# No letters that are taken for digits, all small: it can be read out and typed.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed document to enter: `title` names its kind ("Giấy khai sinh"), never a person.

    `reference` is the random id by which the room that made it finds it again.
    """

    verification_id: str
    content: bytes
    kind: DocumentKind
    title: str
    signer_names: tuple[str, ...]
    reference: str = ""


def new_verification_id() -> str:
    """Draw the random id (99 bits) that goes into a document's QR code before it is signed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


@transaction.atomic
def register_document(
    *, actor: Actor, agency: Agency, paper: Paper, now: datetime
) -> SignedDocument:
    """Enter a document this node signed, so that "issued here" can be told by its QR code.

    The node itself, or an official with any role in the agency, may; `NotAllowed` otherwise.
    Entering the same document twice under one id gives the first entry.
    """
    if actor != SYSTEM and not actor.powers_over(agency.pk):
        actor.require_role("leader", agency_id=agency.pk)
    entry, is_new = SignedDocument.objects.get_or_create(
        verification_id=paper.verification_id,
        sha256=hashlib.sha256(paper.content).hexdigest(),
        defaults={
            "size": len(paper.content),
            "agency": agency,
            "kind": paper.kind,
            "title": paper.title,
            "signer_names": list(paper.signer_names),
            "signed_at": now,
            "reference": paper.reference,
        },
    )
    if is_new:
        audit.record(
            actor=actor,
            action="signatures.document_signed",
            subject=("signed-document", entry.verification_id),
            agency_id=agency.pk,
            now=now,
            data={"sha256": entry.sha256, "reference": entry.reference},
        )
        event = DocumentSigned(verification_id=entry.verification_id, reference=entry.reference)
        emit(event, agency_id=agency.pk, now=now)
    return entry
