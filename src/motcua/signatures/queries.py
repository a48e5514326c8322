"""Reads of the signatures room: whom the node believes, what a file is worth, what was issued."""

from __future__ import annotations

import atexit
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db.models import Q

from motcua.kernel.errors import Unavailable
from motcua.signatures.enums import AnchorPurpose, KeyKind
from motcua.signatures.models import SignedDocument, SigningKey, TrustAnchor
from motcua.signatures.providers import passing
from motcua.signatures.providers.authority import ROOT
from motcua.signatures.verdicts.findings import (
    Conclusion,
    Integrity,
    SignatureFinding,
    Standing,
    Verdict,
)
from motcua.signatures.verdicts.jws import payload_of
from motcua.signatures.verdicts.pool import Pool, PoolBusy
from motcua.signatures.verdicts.trust import Trust
from motcua.signatures.verdicts.xades import signed_part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.signatures.verdicts.pool import Format

__all__ = [
    "Conclusion",
    "Integrity",
    "IssuedDocument",
    "SignatureFinding",
    "Standing",
    "Trust",
    "Verdict",
    "is_signed_as_given",
    "issued_document",
    "issued_with_content",
    "node_trust",
    "passing_trust",
    "signed_data",
    "signed_document",
    "signed_revision",
    "signing_key",
    "verify_json",
    "verify_pdf",
    "verify_xml",
]


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """What the register says of a document; nothing in it names the person it is about."""

    verification_id: str
    sha256: str
    size: int
    agency_id: int
    kind: str
    title: str
    signer_names: tuple[str, ...]
    signed_at: datetime
    reference: str


def verify_pdf(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge a signed PDF against `trust` as of `at`, in a limited process, in at most 10 seconds.

    Every fault of the file is a verdict; only where all judging processes stay busy this raises
    `Unavailable`.
    """
    return _judged(data, "pdf", trust, at)


def is_signed_as_given(given: bytes, data: bytes, *, trust: Trust, at: datetime) -> bool:
    """Say whether a file is the PDF that was given to be signed, with intact signatures behind it.

    Nothing but signatures may follow what was given: an update before the first signature could
    show another page than the one that was given. Raises `Unavailable`.
    """
    if not data.startswith(given):
        return False
    verdict = _judged(data, "pdf", trust, at, since=len(given))
    is_intact = bool(verdict.signatures) and verdict.integrity is Integrity.INTACT
    return is_intact and verdict.verdict is not Conclusion.INVALID


def verify_json(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge signed data (a JSON Web Signature) in the same way."""
    return _judged(data, "json", trust, at)


def verify_xml(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge a signed XML document (XAdES, enveloped) in the same way."""
    return _judged(data, "xml", trust, at)


def signed_revision(data: bytes, verdict: Verdict) -> bytes | None:
    """Cut a PDF back to what its last intact signature signed; None where there is none."""
    lengths = [
        found.signed_length
        for found in verdict.signatures
        if found.integrity is Integrity.INTACT and found.signed_length
    ]
    return data[: max(lengths)] if lengths else None


def signed_data(data: bytes, verdict: Verdict) -> bytes | None:
    """Give the payload of signed data, the very bytes that were signed; None unless valid."""
    return payload_of(data) if verdict.verdict is Conclusion.VALID else None


def signed_document(data: bytes, verdict: Verdict) -> Any | None:
    """Give the root of a signed XML document without its signature; None unless valid."""
    return signed_part(data) if verdict.verdict is Conclusion.VALID else None


def node_trust(*, at: datetime) -> Trust:
    """Give what this node believes as of `at`, and the keys of its own that it has revoked."""
    rows = TrustAnchor.objects.filter(
        Q(believed_to__isnull=True) | Q(believed_to__gt=at), believed_from__lte=at
    ).values_list("purpose", "certificate")
    revoked = SigningKey.objects.filter(revoked_at__lte=at)
    return Trust(
        anchors=_ders(pem for purpose, pem in rows if purpose == AnchorPurpose.ANCHOR),
        intermediates=_ders(pem for purpose, pem in rows if purpose == AnchorPurpose.ISSUING),
        revoked={
            name: moment
            for name, moment in revoked.values_list("fingerprint", "revoked_at")
            if moment
        },
    )


def passing_trust() -> Trust:
    """Give who believes what this process only tried out, and nobody else."""
    root = passing().held(ROOT).certificate.public_bytes(Encoding.DER)
    return Trust(anchors=(root,))


def signing_key(
    *, agency_id: int, at: datetime, official_id: int | None = None
) -> SigningKey | None:
    """Give the newest usable key of an agency, or of an official in it; None where none is."""
    keys = SigningKey.objects.usable(at).filter(agency_id=agency_id)
    if official_id is None:
        keys = keys.filter(kind=KeyKind.AGENCY_SEAL)
    else:
        keys = keys.filter(kind=KeyKind.PERSONAL, official_id=official_id)
    return keys.order_by("-valid_from", "-pk").first()


def issued_document(verification_id: str) -> IssuedDocument | None:
    """Find what was issued under the id in a QR code; None where nothing was."""
    return _issued(SignedDocument.objects.filter(verification_id=verification_id))


def issued_with_content(content: bytes) -> IssuedDocument | None:
    """Find the issued document that is this file, byte for byte; None where it is none."""
    name = hashlib.sha256(content).hexdigest()
    return _issued(SignedDocument.objects.filter(sha256=name))


def _issued(rows: Iterable[SignedDocument]) -> IssuedDocument | None:
    for row in rows:
        return IssuedDocument(
            verification_id=row.verification_id,
            sha256=row.sha256,
            size=row.size,
            agency_id=row.agency_id,
            kind=row.kind,
            title=row.title,
            signer_names=tuple(row.signer_names),
            signed_at=row.signed_at,
            reference=row.reference,
        )
    return None


def _judged(data: bytes, kind: Format, trust: Trust, at: datetime, *, since: int = 0) -> Verdict:
    try:
        return _pool().judge(data, kind=kind, trust=trust, at=at, since=since)
    except PoolBusy as error:
        raise Unavailable(retry_after=5) from error


@cache
def _pool() -> Pool:
    pool = Pool(size=2)
    atexit.register(pool.close)
    return pool


def _ders(pems: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(
        x509.load_pem_x509_certificate(pem.encode("ascii")).public_bytes(Encoding.DER)
        for pem in pems
    )
