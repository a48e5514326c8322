"""Whether a certificate leads to an anchor, holds at a moment, and is meant for documents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
    ValidationError,
)

from motcua.signatures.verdicts.trust import Trust, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pyhanko_certvalidator.path import ValidationPath

RSA_BITS = 2048
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1", "brainpoolp256r1", "brainpoolp384r1"})
# What a certificate must be meant for. CAs mark signing certificates for mail, clients or
# documents; one that is meant for servers or for time stamps alone signs no document.
PURPOSES = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    extd_key_usage={
        "1.3.6.1.5.5.7.3.36",
        "adobe_authentic_documents_trust",
        "client_auth",
        "email_protection",
        "microsoft_document_signing",
    },
    explicit_extd_key_usage_required=False,
)


def context_of(trust: Trust, at: datetime) -> ValidationContext:
    """Make ready to validate against `trust` as of `at`; nothing is fetched from anywhere."""
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(der) for der in trust.anchors],
        other_certs=[asn1.Certificate.load(der) for der in trust.intermediates],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def chain_of(ders: list[bytes], trust: Trust, at: datetime) -> tuple[tuple[str, ...], str]:
    """Give the names from the anchor down to the first certificate, and the reason for doubt.

    The chain is empty where none was found, the reason empty where there is no doubt.
    """
    certificates = [asn1.Certificate.load(der) for der in ders]
    validator = CertificateValidator(
        certificates[0], certificates[1:], validation_context=context_of(trust, at)
    )
    try:
        path = asyncio.run(validator.async_validate_path())
        PURPOSES.validate(certificates[0])
    except (ValidationError, PathBuildingError) as error:
        return (), _doubt(error, certificates[0], at)
    doubt = "" if is_strong_key(certificates[0]) else "weak-algorithm"
    return names(path), doubt or ("revoked" if is_revoked(path, trust) else "")


def _doubt(error: Exception, certificate: asn1.Certificate, at: datetime) -> str:
    if isinstance(error, PathBuildingError):
        return "unknown-signer"
    if isinstance(error, NotYetValidError) or at < certificate.not_valid_before:
        return "not-yet-valid"
    by_kind: Iterable[tuple[type[Exception], str]] = (
        (ExpiredError, "expired"),
        (DisallowedAlgorithmError, "weak-algorithm"),
        (RevokedError, "revoked"),
        (InvalidCertificateError, "wrong-purpose"),
        (PathValidationError, "unknown-signer"),
    )
    return next((reason for kind, reason in by_kind if isinstance(error, kind)), "unknown-signer")


def names(path: ValidationPath | None) -> tuple[str, ...]:
    """Give the common names of a chain, the anchor's first."""
    return tuple(name_in(link, "common_name") for link in path) if path else ()


def name_in(certificate: asn1.Certificate, part: str) -> str:
    """Give one part of a certificate's subject; several values joined, none as an empty text."""
    value = certificate.subject.native.get(part, "")
    return value if isinstance(value, str) else ", ".join(map(str, value))


def is_revoked(path: ValidationPath, trust: Trust) -> bool:
    """Tell whether a certificate of a chain is known to have been revoked."""
    return any(fingerprint(link.dump()) in trust.revoked for link in path)


def is_strong_key(certificate: asn1.Certificate) -> bool:
    """Tell whether a key is still trusted: RSA of 2048 bits or more, or a curve in use."""
    key = certificate.public_key
    if key.algorithm in {"rsa", "rsassa_pss"}:
        return bool(key.bit_size >= RSA_BITS)
    return key.algorithm == "ec" and key.curve[1] in CURVES
