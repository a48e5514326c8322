"""Sign an XML document: XAdES B-B, enveloped, over the whole document but the signature itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.util import namespaces
from signxml.xades.xades import XAdESSigner

from motcua.signatures.errors import KeyNotUsable, NotSignable

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.signatures.base import HeldKey, KeyProvider

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def xades_signed(xml: bytes, *, key: HeldKey, provider: KeyProvider, now: datetime) -> bytes:
    """Put a XAdES B-B signature with signing time `now` into a document; give it as UTF-8.

    One reference covers the whole document (canonical form 1.0) but the signature, the others
    the certificates and the signed properties. The root must have no `Id`, and the document one
    empty `ds:Signature` with the id `placeholder`. Raises `KeyNotUsable`, `KeyUnavailable`,
    `NotSignable`.
    """
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise KeyNotUsable(subject=certificate.subject.rfc4514_string())
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise NotSignable(reason=type(error).__name__) from error
    if root.getroottree().docinfo.doctype or root.get("Id") is not None:
        raise NotSignable(reason="a document type or an Id")
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise NotSignable(reason="neither RSA nor elliptic")
    signer = _Signer(now, is_rsa=isinstance(public, rsa.RSAPublicKey))
    # All that the signer asks of a key is to sign, and its size.
    held: Any = _Held(key.reference, provider, public.key_size)
    signed = signer.sign(
        root,
        key=held,
        cert=[certificate, *key.chain],
        always_add_key_value=False,
    )
    written: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8")
    return written


class _Signer(XAdESSigner):
    """Signs at a given moment, SHA-256 throughout."""

    def __init__(self, now: datetime, *, is_rsa: bool) -> None:
        method = SignatureMethod.RSA_SHA256 if is_rsa else SignatureMethod.ECDSA_SHA256
        super().__init__(
            signature_algorithm=method,
            digest_algorithm=DigestAlgorithm.SHA256,
            # What a reference without transforms means to every verifier (XMLDSig, 4.4.3.2).
            c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
        )
        self._now = now

    def add_signing_time(
        self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any
    ) -> None:
        """Write the moment of the act, not that of the machine."""
        del sig_root, signing_settings
        time = etree.SubElement(signed_signature_properties, f"{{{namespaces.xades}}}SigningTime")
        time.text = self._now.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class _Held:
    """A key of a provider, as far as the signer asks: the private part stays where it is."""

    reference: str
    provider: KeyProvider
    key_size: int

    def sign(self, data: bytes, **_algorithms: Any) -> bytes:
        """Sign the SHA-256 of data in the key's own way."""
        return self.provider.sign(self.reference, data)
