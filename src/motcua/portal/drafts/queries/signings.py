"""How a filer signs what must be signed, on the page of papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from motcua.dossiers.errors import NothingToSign
from motcua.dossiers.queries.signatures import to_sign, unsigned, verdicts_of
from motcua.signatures.actions import remote_signing_is_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from motcua.dossiers.models import Draft, Upload
    from motcua.dossiers.queries.signatures import Signed


@dataclass(frozen=True, slots=True)
class Signing:
    """The ways one document can be signed, and what stands by now.

    `sent_to` is where a code was sent that still holds, masked; `is_form` tells the filled form
    from a paper that was sent.
    """

    code: str
    form_url: str
    is_form: bool
    by_code: bool
    by_remote: bool
    by_token: bool
    sent_to: str
    signed: Signed | None


def signings_of(draft: Draft, uploads: Sequence[Upload], now: datetime) -> Mapping[str, Signing]:
    """Give how each document of a draft is signed that must be, by the code of its paper."""
    asked = to_sign(draft, now)
    if not asked:
        return {}
    verdicts = verdicts_of(upload.file_id for upload in uploads)
    signed = {row.paper_code: verdicts.get(row.file_id) for row in uploads}
    waiting = draft.signing_codes.filter(expires_at__gt=now).values_list("paper_code", "sent_to")
    sent_to = dict(waiting)
    return {
        code: Signing(
            code=code,
            form_url=reverse("portal:draft-form", args=[draft.public_id, code]),
            is_form=question.signs == "form",
            by_code="code" in question.ways,
            by_remote="remote" in question.ways and remote_signing_is_open(),
            by_token="token" in question.ways,
            sent_to=sent_to.get(code, ""),
            signed=signed.get(code),
        )
        for code, question in asked.items()
    }


def unsigned_of(draft: Draft, now: datetime) -> tuple[str, ...]:
    """Give the papers that are sent and not signed as they must be; none before all is answered."""
    try:
        return unsigned(draft, now)
    except NothingToSign:
        return ()
