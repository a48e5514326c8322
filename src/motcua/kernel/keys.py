"""The node's keys: sealing ring, blind-index keys and the signing key of tree heads.

Made once by `motcua init` or `motcua demo` in `<data>/keys`, mode 0600; there is no default key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEAL_FILE = "seal.json"
NODE_FILE = "node.pem"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys of 32 bytes; the first of each is current, the others still open what they closed."""

    seal: tuple[bytes, ...] = field(repr=False)
    index: tuple[bytes, ...] = field(repr=False)


def make_keys(folder: Path) -> tuple[Path, ...]:
    """Make the key files that are missing in a folder; give the paths of those made."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ring = KeyRing((secrets.token_bytes(KEY_BYTES),), (secrets.token_bytes(KEY_BYTES),))
    node = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    wanted = {folder / SEAL_FILE: _ring_as_json(ring), folder / NODE_FILE: node}
    return tuple(path for path, content in wanted.items() if _write_once(path, content))


def add_seal_key(folder: Path) -> None:
    """Put a new sealing key in front; what older keys sealed can still be opened."""
    path = folder / SEAL_FILE
    ring = read_ring(path.read_text())
    newer = KeyRing((secrets.token_bytes(KEY_BYTES), *ring.seal), ring.index)
    _replace(path, _ring_as_json(newer))
    forget()


def drop_old_seal_keys(folder: Path) -> int:
    """Keep the current sealing key alone; give the number of those thrown away.

    Whatever they sealed can never be opened again: see `rotation.reseal_all`.
    """
    path = folder / SEAL_FILE
    ring = read_ring(path.read_text())
    _replace(path, _ring_as_json(KeyRing(ring.seal[:1], ring.index)))
    forget()
    return len(ring.seal) - 1


def read_ring(text: str) -> KeyRing:
    """Read a key ring: JSON `{"seal": [base64, …], "index": [base64, …]}`, current key first.

    Raises `ImproperlyConfigured` when it is malformed; never shows the keys.
    """
    try:
        document = json.loads(text)
        seal, index = (
            tuple(base64.b64decode(key, validate=True) for key in document[name])
            for name in ("seal", "index")
        )
    except (ValueError, KeyError, TypeError):
        raise ImproperlyConfigured("The key ring is not valid JSON of base64 keys.") from None
    if not seal or not index or {len(key) for key in seal + index} != {KEY_BYTES}:
        raise ImproperlyConfigured("The key ring needs keys of 32 bytes under seal and index.")
    return KeyRing(seal, index)


@cache
def ring() -> KeyRing:
    """Give the node's key ring, read once per process. Raises `ImproperlyConfigured`."""
    given: str = settings.SEAL_KEYS
    return read_ring(given or _read(SEAL_FILE).decode())


@cache
def node_key() -> Ed25519PrivateKey:
    """Give the key that signs tree heads, read once per process. Raises `ImproperlyConfigured`."""
    key = load_pem_private_key(_read(NODE_FILE), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{NODE_FILE} is not an Ed25519 key.")
    return key


def key_id(public: bytes) -> str:
    """Name a public key by the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def forget() -> None:
    """Forget the keys read so far, so that the next use reads them anew."""
    ring.cache_clear()
    node_key.cache_clear()


def _read(name: str) -> bytes:
    path = Path(settings.DATA) / "keys" / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"There is no key {path}; run `motcua init`.") from None


def _ring_as_json(ring: KeyRing) -> bytes:
    document = {
        "seal": [base64.b64encode(key).decode() for key in ring.seal],
        "index": [base64.b64encode(key).decode() for key in ring.index],
    }
    return json.dumps(document, indent=1).encode()


def _write_once(path: Path, content: bytes) -> bool:
    """Write a new file; False when it was there already, or another process was first."""
    if path.exists():
        return False
    candidate = _candidate(path, content)
    try:
        os.link(candidate, path)
    except FileExistsError:
        return False
    finally:
        candidate.unlink()
    return True


def _replace(path: Path, content: bytes) -> None:
    _candidate(path, content).replace(path)


def _candidate(path: Path, content: bytes) -> Path:
    candidate = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(descriptor)
    return candidate
