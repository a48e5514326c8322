"""Sign an XML document: XAdES B-B, enveloped, over the whole document but the signature itself.

The signature is written straight: what a key's signatures share is worked out once, and only
digests, time and signature value change.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from motcua.signatures.errors import KeyNotUsable, NotSignable

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography import x509

    from motcua.signatures.base import HeldKey, KeyProvider

_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
# What a reference without transforms means to every verifier (XMLDSig, 4.4.3.2).
_C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SHA256: Final = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
_RSA: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_ECDSA: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
# The digests of the second and third reference, and the signature, are worked out in its place.
_SIGNATURE: Final = (
    f'<ds:Signature xmlns:ds="{_DS}" Id="{{name}}">'
    f'<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{_C14N}"/>'
    '<ds:SignatureMethod Algorithm="{method}"/>'
    '<ds:Reference Id="{name}-document" URI=""><ds:Transforms>'
    f'<ds:Transform Algorithm="{_DS}enveloped-signature"/><ds:Transform Algorithm="{_C14N}"/>'
    f"</ds:Transforms>{_SHA256}<ds:DigestValue>{{digest}}</ds:DigestValue></ds:Reference>"
    '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#{name}-properties">'
    f"{_SHA256}<ds:DigestValue/></ds:Reference>"
    f'<ds:Reference URI="#{{name}}-key">{_SHA256}<ds:DigestValue/></ds:Reference></ds:SignedInfo>'
    '<ds:SignatureValue/><ds:KeyInfo Id="{name}-key"><ds:X509Data>{certificates}</ds:X509Data>'
    "</ds:KeyInfo><ds:Object>"
    f'<xades:QualifyingProperties xmlns:xades="{_XADES}" Target="#{{name}}">'
    '<xades:SignedProperties Id="{name}-properties"><xades:SignedSignatureProperties>'
    "<xades:SigningTime>{time}</xades:SigningTime>"
    "<xades:SigningCertificateV2>{fingerprints}</xades:SigningCertificateV2>"
    "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>"
    '<xades:DataObjectFormat ObjectReference="#{name}-document">'
    "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>"
    "</xades:SignedDataObjectProperties></xades:SignedProperties></xades:QualifyingProperties>"
    "</ds:Object></ds:Signature>"
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def xades_signed(xml: bytes, *, key: HeldKey, provider: KeyProvider, now: datetime) -> bytes:
    """Put a XAdES B-B signature with signing time `now` into a document; give it as UTF-8.

    One reference covers the whole document (canonical form 1.0) but the signature, the others
    the certificates and the signed properties. The root must have no `Id`, and the document one
    empty `ds:Signature` with the id `placeholder` and nothing behind it in its element. Raises
    `KeyNotUsable`, `KeyUnavailable`, `NotSignable`.
    """
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise KeyNotUsable(subject=certificate.subject.rfc4514_string())
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise NotSignable(reason="neither RSA nor elliptic")
    is_rsa = isinstance(public, rsa.RSAPublicKey)
    root, holder = _with_room(xml)
    certificates, fingerprints = _told((certificate, *key.chain))
    signature: Any = etree.fromstring(
        _SIGNATURE.format(
            name=f"S{secrets.token_hex(8)}",
            method=_RSA if is_rsa else _ECDSA,
            digest=_digest(root),
            time=now.isoformat(timespec="seconds"),
            certificates=certificates,
            fingerprints=fingerprints,
        )
    )
    # What stands in the document is canonised there: it takes the names of what surrounds it.
    holder.append(signature)
    info, value, keys, about = signature
    _whole, properties, key_info = info.iter(f"{{{_DS}}}DigestValue")
    properties.text, key_info.text = _digest(about[0][0]), _digest(keys)
    signed = provider.sign(key.reference, _canonical(info))
    value.text = _base64(signed if is_rsa else _fixed_width(signed, public.key_size))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _with_room(xml: bytes) -> tuple[Any, Any]:
    """Read a document; give its root and the element, emptied, that gets the signature."""
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise NotSignable(reason=type(error).__name__) from error
    if root.getroottree().docinfo.doctype or root.get("Id") is not None:
        raise NotSignable(reason="a document type or an Id")
    if root.getprevious() is not None or root.getnext() is not None:
        raise NotSignable(reason="something beside the document")
    places = list(root.iter(f"{{{_DS}}}Signature"))
    holder = places[0].getparent() if len(places) == 1 else None
    if holder is None or list(holder) != places or places[0].get("Id") != "placeholder":
        raise NotSignable(reason="no place for one signature")
    if len(places[0]) or places[0].text or places[0].tail or holder.text:
        raise NotSignable(reason="something beside the signature")
    holder.remove(places[0])
    return root, holder


@lru_cache(maxsize=512)
def _told(chain: tuple[x509.Certificate, ...]) -> tuple[str, str]:
    """Write the certificates of a chain, and the fingerprints by which a signature names them."""
    ders = [link.public_bytes(Encoding.DER) for link in chain]
    certificates = (f"<ds:X509Certificate>{_base64(der)}</ds:X509Certificate>" for der in ders)
    fingerprints = (
        f"<xades:Cert><xades:CertDigest>{_SHA256}<ds:DigestValue>"
        f"{_base64(hashlib.sha256(der).digest())}"
        "</ds:DigestValue></xades:CertDigest></xades:Cert>"
        for der in ders
    )
    return "".join(certificates), "".join(fingerprints)


def _digest(node: Any) -> str:
    return _base64(hashlib.sha256(_canonical(node)).digest())


def _canonical(node: Any) -> bytes:
    written: bytes = etree.tostring(node, method="c14n", with_comments=False, with_tail=False)
    return written


def _fixed_width(signature: bytes, key_size: int) -> bytes:
    """Turn an ECDSA signature from DER into two numbers of the key's size (RFC 4050, 3.3)."""
    width = (key_size + 7) // 8
    return b"".join(number.to_bytes(width) for number in decode_dss_signature(signature))


def _base64(content: bytes) -> str:
    return b64encode(content).decode("ascii")
