"""The machine citizen signs what a procedure has its filer sign, as with a token of his own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from motcua.dossiers.actions.filer_signing import note_signatures
from motcua.dossiers.queries import draft_for
from motcua.dossiers.queries.signatures import document_to_sign
from motcua.kernel.files import store
from motcua.signatures.actions import sign_pdf
from motcua.signatures.errors import KeyUnavailable
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.models import StoredFile
    from motcua.proving.actions.stage import Stage

_PDF = "application/pdf"
_MOST_BYTES = 50 * 1024 * 1024


def sign_form(stage: Stage, draft_id: UUID, code: str, *, now: datetime) -> StoredFile:
    """Sign the form of a draft as it stands, and keep it with its verdict, as an upload is."""
    draft = draft_for(stage.citizen, draft_id)
    return sign_paper(stage, document_to_sign(draft, code, now), now=now)


def sign_paper(stage: Stage, content: bytes, *, now: datetime) -> StoredFile:
    """Sign a PDF that is sent for a paper, and keep it with its verdict."""
    key = signing_key(agency_id=stage.agency_id, at=now)
    if key is None:
        raise KeyUnavailable
    signed = sign_pdf(content, key=key, reason="Chạy thử", now=now)
    accept = frozenset({_PDF})
    file = store(
        io.BytesIO(signed), name="da-ky.pdf", now=now, limit_bytes=_MOST_BYTES, accept=accept
    )
    note_signatures(file, signed, now=now)
    return file
