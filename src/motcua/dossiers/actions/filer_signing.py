"""A filer signs what he files: by a one-time code, by a remote service, or with his own token."""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.drafting import attach_file, delete_uploads, lock_draft
from motcua.dossiers.errors import (
    NothingToSign,
    SigningCodeNotSent,
    SigningCodeWrong,
    SigningKeyMissing,
)
from motcua.dossiers.models import FileVerdict, SigningCode
from motcua.dossiers.queries.signatures import document_to_sign, to_sign
from motcua.dossiers.queries.wording import moment_in_words
from motcua.identity.queries import filer, mask
from motcua.kernel import audit, ratelimits
from motcua.kernel.files import store
from motcua.notifications.actions import Recipient, notify
from motcua.procedures import queries as catalogue
from motcua.procedures.base.texts import say
from motcua.signatures.actions import sign_pdf, sign_remotely
from motcua.signatures.base import CONFIRMED_BY_CODE
from motcua.signatures.queries import node_trust, signing_key, verify_pdf

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile
    from motcua.signatures.queries import Verdict

CODE_LASTS = timedelta(minutes=10)
CODES_AN_HOUR = 5
TRIES = 5
_PDF = "application/pdf"
_MOST_BYTES = 50 * 1024 * 1024
_SIGNED_WITH = b"/ByteRange"


def send_signing_code(*, actor: Actor, draft_id: UUID, paper_code: str, now: datetime) -> None:
    """Send the filer a one-time code for signing a document as it stands now.

    An older code for it is void. Raises `DossierNotFound`, `DraftGone`, `NothingToSign`,
    `SigningCodeNotSent`, `TooManyRequests` past five an hour.
    """
    ratelimits.hit(
        "dossiers.signing-code", str(actor.account_id), limit=CODES_AN_HOUR, seconds=3600, now=now
    )
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        _require_way(draft, paper_code, "code", now)
        document = document_to_sign(draft, paper_code, now)
        code, who = f"{secrets.randbelow(10**6):06d}", filer(draft.account_id)
        SigningCode.objects.update_or_create(
            draft=draft,
            paper_code=paper_code,
            defaults={
                "document": hashlib.sha256(document).digest(),
                "digest": _digest(draft, code),
                "sent_to": mask(who.phone) if who.phone else mask(who.email),
                "sent_at": now,
                "expires_at": now + CODE_LASTS,
                "tries": 0,
            },
        )
        told = notify(
            key=f"signing-code:{draft.public_id}:{paper_code}:{now.isoformat()}"[:110],
            recipient=Recipient(who.phone, who.email, draft.language),
            template="signing-code",
            context={"code": code, "procedure": _procedure(draft, draft.language)},
            agency_id=None,
            now=now,
        )
        if not told:
            raise SigningCodeNotSent


def confirm_signing_code(
    *, actor: Actor, draft_id: UUID, paper_code: str, code: str, now: datetime
) -> None:
    """Confirm the form by the one-time code that was sent for it, kept under the agency's seal.

    The seal goes on nothing but the print we made, and the signature says that it keeps a filer's
    confirmation. Raises `DossierNotFound`, `DraftGone`, `NothingToSign`, `SigningKeyMissing`, and
    `SigningCodeWrong` for a wrong, old or worn-out code, or answers changed meanwhile.
    """
    if not _is_right(actor, draft_id, paper_code, code, now):
        raise SigningCodeWrong
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        _require_way(draft, paper_code, "code", now)
        sent = draft.signing_codes.select_for_update().filter(paper_code=paper_code).first()
        document = document_to_sign(draft, paper_code, now)
        if sent is None or hashlib.sha256(document).digest() != bytes(sent.document):
            raise SigningCodeWrong
        key = signing_key(agency_id=catalogue.offering(draft.offering_id).agency_id, at=now)
        if key is None:
            raise SigningKeyMissing
        # Stands in the signature itself, so in the language of the law.
        reason = (
            f"{CONFIRMED_BY_CODE}: {filer(draft.account_id).name}, mã gửi tới {sent.sent_to}, "
            f"{moment_in_words(now)}. Không phải văn bản của cơ quan."
        )
        sent.delete()
        signed = sign_pdf(document, key=key, reason=reason, now=now)
        _keep(draft, paper_code, signed, "code", actor=actor, now=now)


def sign_by_remote_service(*, actor: Actor, draft_id: UUID, paper_code: str, now: datetime) -> None:
    """Sign a document with the key a remote service keeps for the filer.

    Raises `DossierNotFound`, `DraftGone`, `NothingToSign`, `KeyUnavailable`, `NotSignable`.
    """
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        _require_way(draft, paper_code, "remote", now)
        who = filer(draft.account_id)
        signed = sign_remotely(
            document_to_sign(draft, paper_code, now),
            holder=f"person-{who.person_id}",
            name=who.name,
            reason=_procedure(draft, "vi"),
            now=now,
        )
        _keep(draft, paper_code, signed, "remote", actor=actor, now=now)


def note_signatures(file: StoredFile, content: bytes, *, way: str = "token", now: datetime) -> None:
    """Judge the signatures in a PDF that came in, and keep the verdict beside it.

    A file without signatures gets none. Raises `Unavailable` where nobody is free to judge.
    """
    if not (content.startswith(b"%PDF-") and _SIGNED_WITH in content):
        return
    verdict = verify_pdf(content, trust=node_trust(at=now), at=now)
    if verdict.reason != "not-signed":
        FileVerdict.objects.create(
            file=file,
            way=way,
            conclusion=verdict.verdict,
            reason=verdict.reason,
            signatures=_findings(verdict),
            judged_at=now,
        )


def _findings(verdict: Verdict) -> list[dict[str, object]]:
    return [
        {
            "signer": found.signer,
            "organisation": found.organisation,
            "signed_at": found.signed_at,
            "reason": found.reason,
        }
        for found in verdict.signatures
    ]


def _keep(
    draft: Draft, paper_code: str, signed: bytes, way: str, *, actor: Actor, now: datetime
) -> None:
    """Put the signed document in the place of what was sent for that paper before."""
    file = store(
        io.BytesIO(signed),
        name=f"da-ky-{paper_code}.pdf",
        now=now,
        limit_bytes=_MOST_BYTES,
        accept=frozenset({_PDF}),
    )
    delete_uploads(draft.uploads.filter(paper_code=paper_code))
    attach_file(actor=actor, draft_id=draft.public_id, paper_code=paper_code, file=file, now=now)
    note_signatures(file, signed, way=way, now=now)
    audit.record(
        actor=actor,
        action="dossiers.form_signed",
        subject=("draft", str(draft.public_id)),
        agency_id=catalogue.offering(draft.offering_id).agency_id,
        now=now,
        data={"paper": paper_code, "way": way, "sha256": hashlib.sha256(signed).hexdigest()},
    )


def _is_right(actor: Actor, draft_id: UUID, paper_code: str, code: str, now: datetime) -> bool:
    """Count a try of a code, whatever follows, and say whether it was the one sent."""
    with transaction.atomic():
        draft = lock_draft(actor, draft_id)
        sent = draft.signing_codes.select_for_update().filter(paper_code=paper_code).first()
        if sent is None or sent.tries >= TRIES or now > sent.expires_at:
            return False
        sent.tries += 1
        sent.save(update_fields=["tries"])
        return hmac.compare_digest(bytes(sent.digest), _digest(draft, code.strip()))


def _digest(draft: Draft, code: str) -> bytes:
    return hashlib.sha256(f"{draft.public_id}:{code}".encode()).digest()


def _require_way(draft: Draft, paper_code: str, way: str, now: datetime) -> None:
    asked = to_sign(draft, now).get(paper_code)
    if asked is None or way not in asked.ways:
        raise NothingToSign
    # Whatever a pack says: what a citizen wrote never comes under an agency's seal.
    if way == "code" and asked.signs != "form":
        raise NothingToSign


def _procedure(draft: Draft, language: str) -> str:
    return say(catalogue.rules(draft.version_id).pack.name, language)
