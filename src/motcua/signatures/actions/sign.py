"""Sign papers and data with a key of this node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography import x509

from motcua.signatures.actions.jws import jws_signed
from motcua.signatures.actions.pades import pades_signed
from motcua.signatures.actions.xades import xades_signed
from motcua.signatures.errors import KeyNotUsable
from motcua.signatures.providers import provider_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.signatures.base import HeldKey
    from motcua.signatures.models import SigningKey


def sign_pdf(pdf: bytes, *, key: SigningKey, reason: str, now: datetime) -> bytes:
    """Sign a PDF as PAdES B-B with signing time `now`; give the longer file.

    For jobs that act for an official who has been authorised before: it authorises nobody, and
    touches no row. The visible appearance is the paper's own. Raise `KeyNotUsable`,
    `KeyUnavailable`, `NotSignable`.
    """
    return pades_signed(
        pdf,
        key=_held(key, now),
        provider=provider_named(key.provider),
        reason=reason,
        signer_name=key.subject,
        now=now,
    )


def sign_json(data: Mapping[str, Any], *, key: SigningKey, now: datetime) -> bytes:
    """Sign data as a JSON Web Signature that carries its canonical bytes; as for a PDF."""
    return jws_signed(data, key=_held(key, now), provider=provider_named(key.provider), now=now)


def sign_xml(xml: bytes, *, key: SigningKey, now: datetime) -> bytes:
    """Sign an XML document as XAdES B-B, enveloped; as for a PDF.

    The signature takes the place of the empty `ds:Signature` with the id `placeholder`.
    """
    return xades_signed(xml, key=_held(key, now), provider=provider_named(key.provider), now=now)


def _held(key: SigningKey, now: datetime) -> HeldKey:
    if key.revoked_at is not None and key.revoked_at <= now:
        raise KeyNotUsable(reason="revoked")
    held = provider_named(key.provider).held(key.reference)
    if held.certificate != x509.load_pem_x509_certificate(key.certificate.encode("ascii")):
        raise KeyNotUsable(reason="another certificate")
    return held
