"""The contract of a key provider: where private keys live, and the one thing they do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cryptography import x509

CONFIRMED_BY_CODE = "Người nộp xác nhận bằng mã dùng một lần"
"""How the reason in an agency's signature begins that only keeps what a filer confirmed."""


class KeyAlgorithm(StrEnum):
    """Keys this node makes: ECDSA on P-256 or RSA of 2048 bits, both with SHA-256."""

    P256 = "p256"
    RSA2048 = "rsa2048"


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key a provider can sign with, and the certificates that go into signatures by it.

    `provider` and `reference` find the key; `chain` runs from the issuing CA up, without the root.
    """

    provider: str
    reference: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


class KeyProvider(Protocol):
    """Keeps private keys; none ever leaves it. All raise `KeyUnavailable`."""

    def generate(self, reference: str, *, algorithm: KeyAlgorithm) -> bytes:
        """Make a key under a reference that is still free; give its public part (DER, SPKI)."""

    def attach(
        self, reference: str, *, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
    ) -> HeldKey:
        """Put the certificate that was issued for a key beside it."""

    def held(self, reference: str) -> HeldKey:
        """Give a key with the certificates beside it."""

    def sign(self, reference: str, data: bytes) -> bytes:
        """Sign the SHA-256 of data: RSASSA-PKCS1-v1_5, or ECDSA as DER, as the key's kind is."""
