"""Give agencies and officials keys, and take them away."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotFound
from motcua.kernel.events import emit
from motcua.signatures.base import KeyAlgorithm
from motcua.signatures.enums import AnchorPurpose, KeyKind
from motcua.signatures.events import SigningKeyIssued, SigningKeyRevoked
from motcua.signatures.models import SigningKey, TrustAnchor
from motcua.signatures.providers import DEMO_AUTHORITY, files, passing
from motcua.signatures.providers.authority import DemoAuthority, Subject
from motcua.signatures.verdicts.trust import fingerprint

if TYPE_CHECKING:
    from cryptography import x509

    from motcua.agencies.models import Agency, Official
    from motcua.kernel.actors import Actor
    from motcua.signatures.base import HeldKey

# Every tool in use at Vietnamese offices verifies RSA; elliptic keys sign no faster where it
# matters, because the file work around the signature takes longer than the signature.
ALGORITHM = KeyAlgorithm.RSA2048
TRIAL_AUTHORITY = "motcua thử"


@transaction.atomic
def make_demo_authority(*, actor: Actor, now: datetime) -> TrustAnchor:
    """Make the demo's root and issuing CA where they are not there yet, and believe the root.

    Only the node itself may; safe to call at every start. Raise `NotAllowed`.
    """
    _authorise(actor, None)
    authority = DemoAuthority(files(), DEMO_AUTHORITY)
    root = authority.establish(now=now)
    # Only the root: signatures bring the rest of their chain, and must bring it whole.
    anchor, is_new = _believe(root, AnchorPurpose.ANCHOR, now)
    if is_new:
        audit.record(
            actor=actor,
            action="signatures.anchor_added",
            subject=("trust-anchor", str(anchor.pk)),
            agency_id=audit.NODE,
            now=now,
            data={"fingerprint": anchor.fingerprint},
        )
    return anchor


def issue_agency_certificate(*, actor: Actor, agency: Agency, now: datetime) -> SigningKey:
    """Give an agency a key of the demo authority, for its seal; ten years.

    The node itself or an administrator of the agency may. Raise `NotAllowed`, `KeyUnavailable`
    where the demo authority has not been made.
    """
    return _issue(actor, agency, None, now)


def issue_personal_certificate(*, actor: Actor, official: Official, now: datetime) -> SigningKey:
    """Give an official a key of the demo authority, for his own signature; as for an agency."""
    return _issue(actor, official.agency, official, now)


def issue_passing_key(*, agency: Agency, now: datetime) -> SigningKey:
    """Give an agency that is only made up for a trial a key that ends with this process.

    Its authority is nobody's: only `passing_trust` believes it. To be called in a transaction that
    is undone.
    """
    held = _passing(now.year)
    certificate = held.certificate
    return SigningKey.objects.create(
        agency=agency,
        kind=KeyKind.AGENCY_SEAL,
        subject=agency.name,
        serial=f"{certificate.serial_number:x}",
        fingerprint=fingerprint(certificate.public_bytes(Encoding.DER)),
        certificate=_pem(certificate),
        provider=held.provider,
        reference=held.reference,
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )


@cache
def _passing(year: int) -> HeldKey:
    """Make the key of this process once: a key takes a quarter of a second."""
    since = datetime(year, 1, 1, tzinfo=UTC)
    authority = DemoAuthority(passing(), TRIAL_AUTHORITY)
    authority.establish(now=since)
    subject = Subject(agency="Cơ quan thử", agency_code="H00.0")
    reference = f"trial/{secrets.token_hex(6)}"
    return authority.issue(reference, subject, algorithm=ALGORITHM, now=since)


@transaction.atomic
def revoke_key(*, actor: Actor, key_id: int, now: datetime) -> SigningKey:
    """Stop using and believing a key from `now`; once revoked it stays so.

    The node itself or an administrator of the key's agency may. Raise `NotAllowed`, `NotFound`.
    """
    key = SigningKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound
    _authorise(actor, key.agency_id)
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        _record(actor, "signatures.key_revoked", key, now)
        emit(SigningKeyRevoked(key_id=key.pk), agency_id=key.agency_id, now=now)
    return key


@transaction.atomic
def _issue(actor: Actor, agency: Agency, official: Official | None, now: datetime) -> SigningKey:
    _authorise(actor, agency.pk)
    subject = Subject(
        agency=agency.name,
        agency_code=agency.code,
        person=official.full_name if official else "",
        title=official.title if official else "",
    )
    owner = f"official/{official.public_id}" if official else f"agency/{agency.public_id}"
    held = DemoAuthority(files(), DEMO_AUTHORITY).issue(
        # A key is never overwritten: each has a name of its own.
        f"{owner}/{secrets.token_hex(6)}",
        subject,
        algorithm=ALGORITHM,
        now=now,
    )
    key = SigningKey.objects.create(
        agency=agency,
        official=official,
        kind=KeyKind.PERSONAL if official else KeyKind.AGENCY_SEAL,
        subject=subject.person or subject.agency,
        serial=f"{held.certificate.serial_number:x}",
        fingerprint=fingerprint(held.certificate.public_bytes(Encoding.DER)),
        certificate=_pem(held.certificate),
        provider=held.provider,
        reference=held.reference,
        valid_from=held.certificate.not_valid_before_utc,
        valid_to=held.certificate.not_valid_after_utc,
    )
    _record(actor, "signatures.key_issued", key, now)
    emit(SigningKeyIssued(key_id=key.pk), agency_id=agency.pk, now=now)
    return key


def _authorise(actor: Actor, agency_id: int | None) -> None:
    if actor != SYSTEM:
        # No agency stands for the node: nobody but the node itself has a say there.
        actor.require_role("administrator", agency_id=-1 if agency_id is None else agency_id)


def _believe(
    certificate: x509.Certificate, purpose: AnchorPurpose, now: datetime
) -> tuple[TrustAnchor, bool]:
    return TrustAnchor.objects.get_or_create(
        fingerprint=fingerprint(certificate.public_bytes(Encoding.DER)),
        defaults={
            "name": certificate.subject.rfc4514_string()[:200],
            "certificate": _pem(certificate),
            "purpose": purpose,
            "source": DEMO_AUTHORITY,
            "is_demo": True,
            "believed_from": now,
        },
    )


def _record(actor: Actor, action: str, key: SigningKey, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=("signing-key", str(key.pk)),
        agency_id=key.agency_id,
        now=now,
        data={"fingerprint": key.fingerprint},
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
