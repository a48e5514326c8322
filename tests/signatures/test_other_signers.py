"""Files that other programs sign, stamp and extend are judged by the same rule."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import keys as asn1_keys, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.signatures.providers.authority import ISSUING
from motcua.signatures.verdicts.findings import Conclusion
from tests.signatures.conftest import AT, Hand, House, house

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

Judged = Any
BOX = (50, 50, 250, 120)


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(key: CertificateIssuerPrivateKeyTypes) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def certified(
    home: House,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    purposes: list[x509.ObjectIdentifier],
) -> signers.SimpleSigner:
    """A signer of another program, certified by our issuing authority for some purposes."""
    keys = home.authority.keys
    issuing = keys.held(ISSUING).certificate
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Phần mềm khác")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuing.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=365))
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(keys.open(ISSUING).public_key()),
            critical=False,
        )
        .sign(keys.open(ISSUING), hashes.SHA256())
    )
    chain = SimpleCertificateStore.from_certs([_asn1(issuing)])  # type: ignore[no-untyped-call]
    return signers.SimpleSigner(_asn1(certificate), _asn1_key(key), chain)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


@pytest.fixture(scope="module")
def other(home: House) -> signers.SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return certified(home, key, [ExtendedKeyUsageOID.EMAIL_PROTECTION])


def signed_by(signer: signers.SimpleSigner, pdf: bytes, **settings: Any) -> bytes:
    """Sign as another program does: with a visible mark, its own subfilter, new dates."""
    field = fields.SigFieldSpec("Khác", box=BOX)
    metadata = signers.PdfSignatureMetadata(field_name="Khác", **settings)
    pdf_signer = signers.PdfSigner(metadata, signer, new_field_spec=field)
    out: io.BytesIO = pdf_signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return out.getvalue()


@pytest.mark.parametrize("subfilter", list(fields.SigSeedSubFilter)[:2])
def test_a_visible_signature_of_a_known_signer_may_follow_ours(
    signed: bytes, other: signers.SimpleSigner, judged: Judged, subfilter: fields.SigSeedSubFilter
) -> None:
    verdict = judged(signed_by(other, signed, subfilter=subfilter))
    assert verdict.changes == ()
    assert [found.verdict for found in verdict.signatures] == [Conclusion.VALID] * 2


def test_ours_may_follow_anothers(
    unsigned: bytes, ward: Hand, other: signers.SimpleSigner, judged: Judged
) -> None:
    assert judged(ward.signs(signed_by(other, unsigned))).verdict is Conclusion.VALID


def test_a_visible_mark_of_an_unknown_signer_counts_as_a_change(
    signed: bytes, judged: Judged, tmp_path_factory: pytest.TempPathFactory
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    stranger = certified(
        house(tmp_path_factory.mktemp("elsewhere")), key, [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    )
    verdict = judged(signed_by(stranger, signed))
    assert "overlay" in verdict.changes
    assert verdict.verdict is Conclusion.INVALID


def test_validation_data_and_a_time_stamp_may_follow(
    signed: bytes, home: House, judged: Judged
) -> None:
    stamper_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    authority = certified(home, stamper_key, [ExtendedKeyUsageOID.TIME_STAMPING])
    stamper = timestamps.DummyTimeStamper(
        authority.signing_cert, _asn1_key(stamper_key), authority.cert_registry, fixed_dt=AT
    )
    stream = io.BytesIO(signed)
    contents = PdfFileReader(stream).embedded_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(stream, contents, certs=[authority.signing_cert])
    with_data = stream.getvalue()
    assert judged(with_data).verdict is Conclusion.VALID
    stamped = signers.PdfTimeStamper(stamper).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(with_data)), "sha256"
    )
    verdict = judged(stamped.getvalue())
    assert verdict.changes == ()
    assert [found.kind for found in verdict.signatures] == ["signature", "time-stamp"]
    assert datetime.fromisoformat(verdict.signatures[1].best_signature_time) == AT


def test_a_servers_certificate_signs_no_documents(
    unsigned: bytes, home: House, judged: Judged
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    server = certified(home, key, [ExtendedKeyUsageOID.SERVER_AUTH])
    assert judged(signed_by(server, unsigned)).reason == "wrong-purpose"


def test_an_old_algorithm_is_told_apart_from_a_broken_signature(
    unsigned: bytes, other: signers.SimpleSigner, judged: Judged
) -> None:
    verdict = judged(signed_by(other, unsigned, md_algorithm="sha1"))
    assert (verdict.reason, verdict.integrity) == ("weak-algorithm", "intact")


def test_a_short_key_is_told(unsigned: bytes, home: House, judged: Judged) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - on purpose
    weak = certified(home, key, [ExtendedKeyUsageOID.EMAIL_PROTECTION])
    verdict = judged(signed_by(weak, unsigned))
    assert (verdict.reason, verdict.integrity) == ("weak-algorithm", "intact")
