"""Judge a signed XML document: XAdES B-B, enveloped, read as strictly as it is written."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as asn1
from cryptography import x509
from lxml import etree

from motcua.signatures.verdicts.chain import chain_of, name_in
from motcua.signatures.verdicts.findings import Integrity, SignatureFinding, Standing, Verdict
from motcua.signatures.verdicts.trust import fingerprint
from motcua.signatures.verdicts.values import OtherAlgorithm, is_value_of

if TYPE_CHECKING:
    from motcua.signatures.verdicts.trust import Trust

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_NAMES = {_RSA: "RSA-SHA256", _ECDSA: "ECDSA-SHA256"}
# A signer's clock may be ahead of ours by so much.
_AHEAD = timedelta(minutes=5)


class _Refused(ValueError):
    """The document is not of the one form that is read here; its text is the reason."""


def judge_xades(content: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge a signed XML document against `trust` as of `at` (aware). Never raise for a bad one.

    One signature, whose first reference covers the whole document but itself. A document type, a
    second signature, a comment (which no signature covers), another algorithm or element than those
    that are written here are all refused before anything is computed.
    """
    try:
        return Verdict.of("xml", _findings(_parsed(content), trust, at))
    except _Refused as refused:
        reason = str(refused)
    except MemoryError:
        reason = "too-large"
    except Exception:  # noqa: BLE001 - whatever a hostile text provokes: the answer is "cannot tell"
        reason = "unreadable"
    return Verdict("xml", reason)


def signed_part(content: bytes) -> Any:
    """Give the root of a document without its signature: what was signed, of one that is valid."""
    root = _parsed(content)
    for signature in list(root.iter(f"{_DS}Signature")):
        signature.getparent().remove(signature)
    return root


def _parsed(content: bytes) -> Any:
    # Entities stay unread and unresolved; libxml2 itself refuses depth and names without measure.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise _Refused("unreadable")
    beside = (root.getprevious(), root.getnext())
    if beside != (None, None) or any(not isinstance(node.tag, str) for node in root.iter()):
        raise _Refused("wrong-coverage")
    return root


def _findings(root: Any, trust: Trust, at: datetime) -> list[SignatureFinding]:
    signatures = list(root.iter(f"{_DS}Signature"))
    if len(signatures) > 1 or signatures[:1] == [root]:
        raise _Refused("unsupported")
    return [_finding(one, trust, at) for one in signatures]


def _finding(signature: Any, trust: Trust, at: datetime) -> SignatureFinding:
    info, value, keys, holder = _children(
        signature, "SignedInfo", "SignatureValue", "KeyInfo", "Object"
    )
    properties = _properties(holder)
    ders = _certificates(keys)
    method, references = _signed_info(info)
    certificate = x509.load_der_x509_certificate(ders[0])
    signed_info = _canonical(info)
    is_signed = _verifies(certificate, method, signed_info, _bytes(value))
    expected = (
        hashlib.sha256(_without(signature)).digest(),
        _digest_of(properties, references[1][0]),
        _digest_of(keys, references[2][0]),
    )
    is_intact = tuple(digest for _uri, digest in references) == expected
    signed_at, named_leaf = _said(properties)
    if is_signed and is_intact and named_leaf != hashlib.sha256(ders[0]).digest():
        raise _Refused("bad-signature")
    chain, doubt = chain_of(ders, trust, at)
    doubt = doubt or _doubt_of_time(signed_at, certificate, at)
    reason = doubt or "valid"
    if not is_signed:
        reason = "bad-signature"
    elif not is_intact:
        reason = "content-mismatch"
    is_whole = is_signed and is_intact
    subject = asn1.Certificate.load(ders[0])
    return SignatureFinding(
        field="1",
        kind="signature",
        reason=reason,
        integrity=Integrity.INTACT if is_whole else Integrity.BROKEN,
        trust=Standing.UNTRUSTED if doubt else Standing.TRUSTED,
        signer=name_in(subject, "common_name"),
        organisation=name_in(subject, "organization_name"),
        organisation_code=name_in(subject, "organization_identifier"),
        certificate=fingerprint(ders[0]),
        chain=chain,
        signed_at=signed_at.isoformat(),
        algorithm=_NAMES[method],
        coverage="whole-file",
    )


def _children(node: Any, *names: str) -> list[Any]:
    """Give the children of a node, which are these of XMLDSig and nothing else."""
    found = list(node)
    is_bare = not _text(node) and all(not (child.tail or "").strip() for child in found)
    if [child.tag for child in found] != [f"{_DS}{name}" for name in names] or not is_bare:
        raise _Refused("unsupported")
    return found


def _properties(holder: Any) -> Any:
    """Give the signed properties, the only thing that the object of a signature may hold."""
    node = holder
    for name in ("QualifyingProperties", "SignedProperties"):
        if [child.tag for child in node] != [f"{_XADES}{name}"] or _text(node):
            raise _Refused("unsupported")
        node = node[0]
        if (node.tail or "").strip():
            raise _Refused("unsupported")
    return node


def _certificates(keys: Any) -> list[bytes]:
    [data] = _children(keys, "X509Data")
    return [_bytes(one) for one in _children(data, *["X509Certificate"] * max(1, len(data)))]


def _signed_info(info: Any) -> tuple[str, list[tuple[str, bytes]]]:
    """Give the signature method, and address and digest of the three references."""
    canonical, method, *references = _children(
        info, "CanonicalizationMethod", "SignatureMethod", *["Reference"] * 3
    )
    name = method.get("Algorithm", "")
    if canonical.get("Algorithm") != _C14N or len(canonical) or len(method) or name not in _NAMES:
        raise _Refused("unsupported")
    document, properties, keys = references
    found = [
        _reference(document, [_ENVELOPED, _C14N]),
        _reference(properties, []),
        _reference(keys, []),
    ]
    kinds = [one.get("Type", "") for one in references]
    if document.get("URI") != "" or kinds != ["", _PROPERTIES, ""]:
        raise _Refused("wrong-coverage")
    return name, found


def _reference(node: Any, transforms: list[str]) -> tuple[str, bytes]:
    names = ["Transforms"] * bool(transforms)
    *before, method, digest = _children(node, *names, "DigestMethod", "DigestValue")
    steps = [step for each in before for step in _children(each, *["Transform"] * len(transforms))]
    said = [step.get("Algorithm") for step in steps]
    if said != transforms or any(map(len, steps)) or method.get("Algorithm") != _SHA256:
        raise _Refused("unsupported")
    return node.get("URI", ""), _bytes(digest)


def _digest_of(node: Any, address: str) -> bytes:
    """Give the digest of what a reference names, which must be this node and no other."""
    name = node.get("Id", "")
    same = [one for one in node.getroottree().iter() if name and name in one.attrib.values()]
    if address != f"#{name}" or same != [node]:
        raise _Refused("wrong-coverage")
    return hashlib.sha256(_canonical(node)).digest()


def _without(signature: Any) -> bytes:
    """Give the canonical form of the document without its signature; what follows it stays."""
    root = signature.getroottree().getroot()
    path = root.getroottree().getelementpath(signature)
    # A copy: who reads the signature's own parts still needs them where they stand.
    copy = etree.fromstring(etree.tostring(root))
    twin = copy.find(path)
    parent, before = twin.getparent(), twin.getprevious()
    tail = twin.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(twin)
    return _canonical(copy)


def _canonical(node: Any) -> bytes:
    written: bytes = etree.tostring(node, method="c14n", with_comments=False, with_tail=False)
    return written


def _said(properties: Any) -> tuple[datetime, bytes]:
    """Give when it was signed, as the signer says, and the digest of his certificate."""
    part = properties.find(f"{_XADES}SignedSignatureProperties")
    moment = datetime.fromisoformat(part.findtext(f"{_XADES}SigningTime"))
    if moment.tzinfo is None:
        raise _Refused("unsupported")
    digest = part.find(f"{_XADES}SigningCertificateV2/{_XADES}Cert/{_XADES}CertDigest")
    method, value = _children(digest, "DigestMethod", "DigestValue")
    if method.get("Algorithm") != _SHA256:
        raise _Refused("unsupported")
    return moment, _bytes(value)


def _doubt_of_time(signed_at: datetime, certificate: x509.Certificate, at: datetime) -> str:
    """Say whether somebody claims to have signed tomorrow, or when his certificate did not hold."""
    holds = certificate.not_valid_before_utc <= signed_at <= certificate.not_valid_after_utc
    return "" if holds and signed_at <= at + _AHEAD else "wrong-time"


def _verifies(certificate: x509.Certificate, method: str, signed: bytes, value: bytes) -> bool:
    key = certificate.public_key()
    try:
        return is_value_of(key, is_rsa=method == _RSA, signed=signed, value=value)
    except OtherAlgorithm as error:
        raise _Refused("unsupported") from error


def _bytes(node: Any) -> bytes:
    if len(node):
        raise _Refused("unsupported")
    return base64.b64decode("".join((node.text or "").split()), validate=True)


def _text(node: Any) -> str:
    return (node.text or "").strip()
