"""Signing several documents with one confirmation: each by itself, once for each form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.actions.document_signing import approve_document
from motcua.kernel.errors import DomainError
from motcua.kernel.idempotency import once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Document
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: approved, now or by the same form before, or why not."""

    document: Document
    is_done: bool
    text: str


def sign_documents(
    *,
    actor: Actor,
    documents: Sequence[Document],
    shown: Mapping[UUID, UUID],
    token: str,
    now: datetime,
) -> tuple[Outcome, ...]:
    """Approve each document in the version that was shown; what one refuses stops no other."""
    return tuple(_tried(actor, one, shown[one.public_id], token, now) for one in documents)


def _tried(actor: Actor, document: Document, version: UUID, token: str, now: datetime) -> Outcome:
    try:
        _once(actor, document, version, token, now)
    except DomainError as refusal:
        return Outcome(document, is_done=False, text=refusal.text)
    return Outcome(document, is_done=True, text=_("Đã duyệt, đang ký số"))


@transaction.atomic
def _once(actor: Actor, document: Document, version: UUID, token: str, now: datetime) -> None:
    scope, key = f"desk:official:{actor.official_id}", f"sign:{token}:{document.public_id}"
    if once(scope=scope, key=key, body=b"", now=now).answer is not None:
        return
    approve_document(
        actor=actor,
        dossier_id=document.dossier_id,
        document_id=document.public_id,
        version_id=version,
        now=now,
    )
