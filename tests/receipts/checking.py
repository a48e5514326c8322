"""Checking a receipt's XML with another verifier than the node's own."""

from __future__ import annotations

from signxml import DigestAlgorithm, SignatureMethod
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier


def verify(xml, certificate):
    """Verify with the library's own verifier, for a certificate that the node issued."""
    return XAdESVerifier().verify(
        xml,
        x509_cert=certificate,
        expect_config=XAdESSignatureConfiguration(
            signature_methods=frozenset({SignatureMethod.RSA_SHA256}),
            digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
        ),
    )
