"""Keys in encrypted PKCS#12 files under the node's data folder, opened once per process."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from motcua.signatures.base import HeldKey, KeyAlgorithm
from motcua.signatures.errors import KeyUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography import x509

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_REFERENCE = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


@dataclass(slots=True)
class Pkcs12Keys:
    """A folder of `<reference>.p12` files, each sealed with the passphrase in `passphrase`.

    Both are readable by the node's account only. The passphrase is made on first use; whoever holds
    the folder and the file holds the keys: for a key that must not be copied use a token.
    """

    folder: Path
    name: str = "pkcs12"
    _opened: dict[str, PrivateKey] = field(default_factory=dict, repr=False)
    _held: dict[str, HeldKey] = field(default_factory=dict, repr=False)

    def generate(self, reference: str, *, algorithm: KeyAlgorithm) -> bytes:
        """Make a key; see the contract."""
        path = self._path(reference)
        if path.exists():
            raise KeyUnavailable(reason="the reference is taken")
        key = _new_key(algorithm)
        self._store(
            path, pkcs12.serialize_key_and_certificates(b"key", key, None, None, self._sealing())
        )
        self._opened[reference] = key
        return key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def attach(
        self, reference: str, *, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
    ) -> HeldKey:
        """Store the certificate with its key; see the contract."""
        key = self.open(reference)
        if certificate.public_key() != key.public_key():
            raise KeyUnavailable(reason="the certificate is for another key")
        self._store(
            self._path(reference),
            pkcs12.serialize_key_and_certificates(b"key", key, certificate, chain, self._sealing()),
        )
        self._held[reference] = HeldKey(self.name, reference, certificate, chain)
        return self._held[reference]

    def sign(self, reference: str, data: bytes) -> bytes:
        """Sign with the key; see the contract."""
        key = self.open(reference)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    def has(self, reference: str) -> bool:
        """Tell whether there is a key under a reference."""
        return self._path(reference).exists()

    def held(self, reference: str) -> HeldKey:
        """Give a key with the certificates stored beside it; raise `KeyUnavailable`."""
        if reference not in self._held:
            key, certificate, chain = self._load(reference)
            if certificate is None:
                raise KeyUnavailable(reason="the key has no certificate yet")
            self._opened[reference] = key
            self._held[reference] = HeldKey(self.name, reference, certificate, tuple(chain))
        return self._held[reference]

    def open(self, reference: str) -> PrivateKey:
        """Load the key once per process. For this provider and the demo authority beside it."""
        if reference not in self._opened:
            self._opened[reference] = self._load(reference)[0]
        return self._opened[reference]

    def _load(
        self, reference: str
    ) -> tuple[PrivateKey, x509.Certificate | None, list[x509.Certificate]]:
        try:
            raw = self._path(reference).read_bytes()
            key, certificate, chain = pkcs12.load_key_and_certificates(raw, self._passphrase())
        except (OSError, ValueError) as error:
            raise KeyUnavailable(reason=type(error).__name__) from error
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyUnavailable(reason="neither RSA nor elliptic")
        return key, certificate, chain

    def _path(self, reference: str) -> Path:
        if not _REFERENCE.fullmatch(reference):
            raise KeyUnavailable(reason="not a reference")
        return self.folder / f"{reference}.p12"

    def _sealing(self) -> serialization.KeySerializationEncryption:
        return (
            serialization.PrivateFormat.PKCS12.encryption_builder()
            # The passphrase is 256 random bits: stretching it would guard nothing.
            .kdf_rounds(2_048)
            .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
            .hmac_hash(hashes.SHA256())
            .build(self._passphrase())
        )

    def _passphrase(self) -> bytes:
        path = self.folder / "passphrase"
        if not path.exists():
            self._store_once(path, secrets.token_urlsafe(32).encode())
        return path.read_bytes().strip()

    def _store(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(content)
        fresh.replace(path)

    def _store_once(self, path: Path, content: bytes) -> None:
        # Two processes may start together on an empty folder: a hard link lets only one win.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(content)
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
        finally:
            fresh.unlink()


def _new_key(algorithm: KeyAlgorithm) -> PrivateKey:
    if algorithm is KeyAlgorithm.RSA2048:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())
