"""Whom to believe: anchors, issuing certificates that help to reach them, and revocations known."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_PEM_MARK = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates as DER; `revoked` maps a certificate's SHA-256 (hex) to the moment it ended."""

    anchors: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    revoked: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def from_folder(cls, folder: Path) -> Self:
        """Read every `.pem`, `.crt`, `.cer` and `.der` file of a folder as anchors.

        Raise `ValueError` where one of them is no certificate, `OSError` where it cannot be read.
        """
        found = sorted(
            path for path in folder.iterdir() if path.suffix in {".pem", ".crt", ".cer", ".der"}
        )
        return cls(
            anchors=tuple(der for path in found for der in certificates_in(path.read_bytes()))
        )

    def joined(self, other: Trust) -> Trust:
        """Believe what either believes, and every revocation that either knows."""
        return Trust(
            (*self.anchors, *other.anchors),
            (*self.intermediates, *other.intermediates),
            {**self.revoked, **other.revoked},
        )

    def as_json(self) -> dict[str, Any]:
        """Give what a judging process needs."""
        return {
            "anchors": _texts(self.anchors),
            "intermediates": _texts(self.intermediates),
            "revoked": {name: moment.isoformat() for name, moment in self.revoked.items()},
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        return cls(
            tuple(map(base64.b64decode, given["anchors"])),
            tuple(map(base64.b64decode, given["intermediates"])),
            {name: datetime.fromisoformat(at) for name, at in given["revoked"].items()},
        )


def certificates_in(content: bytes) -> list[bytes]:
    """Give the certificates of a PEM or DER file as DER; raise `ValueError` where there is none."""
    if _PEM_MARK in content:
        found = x509.load_pem_x509_certificates(content)
    else:
        found = [x509.load_der_x509_certificate(content)]
    return [certificate.public_bytes(Encoding.DER) for certificate in found]


def fingerprint(der: bytes) -> str:
    """Name a certificate by the SHA-256 of its DER, in hexadecimal."""
    return hashlib.sha256(der).hexdigest()


def _texts(ders: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(der).decode("ascii") for der in ders]
