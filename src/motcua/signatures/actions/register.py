"""The register of signed documents, which the verify page reads."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.events import emit_all
from motcua.signatures.events import DocumentSigned
from motcua.signatures.models import SignedDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def register_document(
    *, actor: Actor, agency: Agency, paper: Paper, now: datetime
) -> SignedDocument:
    """Enter a document this node signed, so that "issued here" can be told by its QR code.

    As `register_documents` enters many.
    """
    [entry] = register_documents(actor=actor, agency=agency, papers=[paper], now=now)
    return entry


def register_documents(
    *, actor: Actor, agency: Agency, papers: Sequence[Paper], now: datetime
) -> list[SignedDocument]:
    """Enter documents this node signed for one agency; give their entries in the same order.

    The node itself, or an official with any role in the agency, may; `NotAllowed` otherwise.
    Entering the same document twice under one id gives the first entry.
    """
    if actor != SYSTEM and not actor.powers_over(agency.pk):
        actor.require_role("leader", agency_id=agency.pk)
    try:
        with transaction.atomic():
            return _entered(actor, agency, papers, now)
    except IntegrityError:
        # Somebody entered one of them at the same moment: now it is there.
        with transaction.atomic():
            return _entered(actor, agency, papers, now)


def _entered(
    actor: Actor, agency: Agency, papers: Sequence[Paper], now: datetime
) -> list[SignedDocument]:
    named = [(paper.verification_id, hashlib.sha256(paper.content).hexdigest()) for paper in papers]
    known = SignedDocument.objects.filter(verification_id__in=[code for code, _hash in named])
    entries = {(row.verification_id, row.sha256): row for row in known}
    fresh: list[SignedDocument] = []
    for key, paper in zip(named, papers, strict=True):
        if key not in entries:
            entries[key] = _entry(paper, key[1], agency, now)
            fresh.append(entries[key])
    SignedDocument.objects.bulk_create(fresh)
    acts = [
        audit.Act(
            action="signatures.document_signed",
            subject=("signed-document", entry.verification_id),
            agency_id=agency.pk,
            data={"sha256": entry.sha256, "reference": entry.reference},
        )
        for entry in fresh
    ]
    signed = [DocumentSigned(entry.verification_id, entry.reference) for entry in fresh]
    if fresh:
        audit.record_all(acts, actor=actor, now=now)
        emit_all(signed, agency_id=agency.pk, now=now)
    return [entries[key] for key in named]


def _entry(paper: Paper, sha256: str, agency: Agency, now: datetime) -> SignedDocument:
    return SignedDocument(
        verification_id=paper.verification_id,
        sha256=sha256,
        size=len(paper.content),
        agency=agency,
        kind=paper.kind,
        title=paper.title,
        signer_names=list(paper.signer_names),
        signed_at=now,
        reference=paper.reference,
    )
