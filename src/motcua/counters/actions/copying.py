"""Electronic copies: what was held against its original is signed by the agency, top right."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.authorising import record
from motcua.counters.actions.filing import lock_filing
from motcua.counters.errors import KeyMissing
from motcua.counters.models import Comparison
from motcua.counters.queries.comparing import SIGNED_NAME, copies_to_sign
from motcua.counters.queries.scans import stamped_copy
from motcua.kernel.files import content_of, store
from motcua.signatures.actions import sign_pdf
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Upload
    from motcua.kernel.actors import Actor
    from motcua.signatures.models import SigningKey

_MOST_BYTES = 100 * 1024 * 1024
_REASON = "Bản sao điện tử đã đối chiếu với bản chính"


@transaction.atomic
def sign_copies(*, actor: Actor, filing_id: UUID, now: datetime) -> int:
    """Sign every compared scan of a filing as an electronic copy; give how many were signed now.

    The agency's signature stands top right on the first page (Decree 30/2020, annex I). A second
    time signs nothing. Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`, `KeyMissing`, and
    `ParsingFailed` for what is no scan.
    """
    filing = lock_filing(actor, filing_id)
    agency = filing.draft.offering.agency
    waiting = copies_to_sign(filing.draft)
    key = signing_key(agency_id=agency.pk, at=now) if waiting else None
    for upload in waiting:
        if key is None:
            raise KeyMissing
        _sign(upload, agency.name, key, now=now)
    if waiting:
        record("sign_copies", filing.counter, actor=actor, now=now, filing=str(filing.public_id))
    return len(waiting)


def _sign(upload: Upload, agency: str, key: SigningKey, *, now: datetime) -> None:
    copied = stamped_copy(content_of(upload.file), agency, now=now)
    signed = sign_pdf(copied, key=key, reason=_REASON, now=now)
    before = upload.file
    name = f"{before.name.rpartition('.')[0] or before.name}{SIGNED_NAME}"
    kept = store(
        io.BytesIO(signed),
        name=name,
        now=now,
        limit_bytes=_MOST_BYTES,
        accept=frozenset({"application/pdf"}),
    )
    Comparison.objects.filter(file=before).update(file=kept)
    upload.file = kept
    upload.save(update_fields=["file"])
