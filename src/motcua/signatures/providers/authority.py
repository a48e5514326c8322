"""A demo certification authority: a root, an issuing CA, certificates for agencies and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from motcua.signatures.base import HeldKey, KeyAlgorithm

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes

    from motcua.signatures.providers.pkcs12 import Pkcs12Keys

ROOT, ISSUING = "authority/root", "authority/issuing"
# RFC 9336: signing documents for people to read.
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_ROOT_DAYS, _ISSUING_DAYS, _LEAF_DAYS = 20 * 365 + 5, 15 * 365 + 4, 10 * 365 + 2
_KEY_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a certificate names: an agency, an official (`person`, `title`) in it, or somebody."""

    agency: str
    agency_code: str
    person: str = ""
    title: str = ""

    def name(self) -> x509.Name:
        """Write the distinguished name; `organizationIdentifier` holds the agency's code."""
        return x509.Name(
            [
                x509.NameAttribute(oid, value)
                for oid, value in (
                    (NameOID.COUNTRY_NAME, "VN"),
                    (NameOID.ORGANIZATION_NAME, self.agency[:64]),
                    # ETSI EN 319 412-1, 5.1.4: a two-letter scheme agreed inside the country.
                    (NameOID.ORGANIZATION_IDENTIFIER, _identifier(self.agency_code)),
                    (NameOID.TITLE, self.title[:64]),
                    (NameOID.COMMON_NAME, (self.person or self.agency)[:64]),
                )
                if value
            ]
        )


def _identifier(code: str) -> str:
    return f"MA:VN-{code}" if code else ""


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """Issues certificates of a made-up hierarchy, `name` in every subject, keys kept by `keys`."""

    keys: Pkcs12Keys
    name: str

    def establish(self, *, now: datetime) -> x509.Certificate:
        """Make root and issuing CA where they are not there yet; give the root's certificate."""
        if not self.keys.has(ROOT):
            self._make(ROOT, signer=ROOT, days=_ROOT_DAYS, path_length=1, now=now)
        if not self.keys.has(ISSUING):
            self._make(ISSUING, signer=ROOT, days=_ISSUING_DAYS, path_length=0, now=now)
        return self.keys.held(ROOT).certificate

    def issue(
        self, reference: str, subject: Subject, *, algorithm: KeyAlgorithm, now: datetime
    ) -> HeldKey:
        """Make a key under a free reference and certify it for signing documents, ten years."""
        public = _public(self.keys.generate(reference, algorithm=algorithm))
        issuing = self.keys.held(ISSUING)
        builder = _certificate(public, subject.name(), issuing.certificate.subject, _LEAF_DAYS, now)
        builder = (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
                critical=False,
            )
        )
        return self.keys.attach(
            reference,
            certificate=self._sign(builder, signer=ISSUING),
            chain=(issuing.certificate,),
        )

    def _make(
        self, reference: str, *, signer: str, days: int, path_length: int, now: datetime
    ) -> None:
        public = _public(self.keys.generate(reference, algorithm=KeyAlgorithm.P256))
        own = self._ca_name(reference)
        builder = _certificate(public, own, self._ca_name(signer), days, now)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=path_length), critical=True
        ).add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        self.keys.attach(reference, certificate=self._sign(builder, signer=signer), chain=())

    def _ca_name(self, reference: str) -> x509.Name:
        level = "Root CA" if reference == ROOT else "CA"
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{self.name} {level}"),
            ]
        )

    def _sign(self, builder: x509.CertificateBuilder, *, signer: str) -> x509.Certificate:
        key = self.keys.open(signer)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        return builder.add_extension(issuer, critical=False).sign(key, hashes.SHA256())


def _certificate(
    public: CertificateIssuerPublicKeyTypes,
    subject: x509.Name,
    issuer: x509.Name,
    days: int,
    now: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # Clocks differ: a certificate holds from a little before it was made.
        .not_valid_before(now - timedelta(minutes=10))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _public(der: bytes) -> CertificateIssuerPublicKeyTypes:
    # Only keys of our two algorithms come here, and both can issue.
    return serialization.load_der_public_key(der)  # type: ignore[return-value]


def _usage(*present: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in present for usage in _KEY_USAGES})
