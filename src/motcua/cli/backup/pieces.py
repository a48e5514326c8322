"""Pieces: what a backup consists of, each packed, encrypted, signed with its name and read back.

A piece is one line of JSON (name, time, packing, size, hash of what follows, signature of the node)
and then the content in the `age` format. It can be checked without the secret that opens it, and
cannot be put under another's name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyrage
from cryptography.exceptions import InvalidSignature

from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from motcua.cli.backup.keys import Closing, Opening
    from motcua.cli.backup.places import Place

LARGEST = 32 * 1024**2
_MAGIC = b"motcua-backup 1 "
_PREFIX = b"motcua.backup.v1\n"
_SAMPLE = 256 * 1024
_WORTH_PACKING = 0.9


class Damaged(Refused):
    """A piece is not what the node wrote."""

    def __init__(self, name: str, vi: str, en: str) -> None:
        super().__init__(
            f"Mảnh sao lưu {name} hỏng: {vi}.", f"The piece {name} of the backup is damaged: {en}."
        )


@dataclass(frozen=True, slots=True)
class Header:
    """What a piece says of itself: `at` is when everything in it was true, `size` is unpacked."""

    name: str
    at: str
    packing: str
    size: int
    sha256: str

    @property
    def moment(self) -> datetime:
        """Give `at` as a time."""
        return datetime.fromisoformat(self.at)


def closed(name: str, content: bytes, at: datetime, keys: Closing) -> bytes:
    """Make a piece of content."""
    packing = "zlib" if _is_worth_packing(content) else "none"
    packed = zlib.compress(content, 1) if packing == "zlib" else content
    body: bytes = pyrage.encrypt(packed, list(keys.recipients))
    header = Header(name, at.isoformat(), packing, len(content), hashlib.sha256(body).hexdigest())
    signature = base64.b64encode(keys.signer.sign(_signed(header))).decode()
    line = json.dumps({**asdict(header), "signature": signature}, sort_keys=True)
    return _MAGIC + line.encode() + b"\n" + body


def header_of(name: str, raw: bytes, node: Ed25519PublicKey) -> Header:
    """Check a piece against its name, hash and signature. Raises `Damaged`."""
    line, _, body = raw.partition(b"\n")
    try:
        words = json.loads(line.removeprefix(_MAGIC))
        signature = base64.b64decode(words.pop("signature"), validate=True)
        header = Header(**words)
        node.verify(signature, _signed(header))
    except InvalidSignature as error:
        raise Damaged(
            name, "chữ ký không phải của nút này", "the signature is not this node's"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(name, "phần đầu không đọc được", "its head cannot be read") from error
    if header.name != name:
        raise Damaged(name, f"đó là mảnh {header.name}", f"it is the piece {header.name}")
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise Damaged(name, "nội dung đã đổi", "its content was changed")
    return header


def opened(name: str, raw: bytes, keys: Opening) -> tuple[Header, bytes]:
    """Check a piece and give its content. Raises `Damaged`, and `Refused` for the wrong key."""
    header = header_of(name, raw, keys.node)
    try:
        packed = pyrage.decrypt(raw.partition(b"\n")[2], [keys.identity])
    except pyrage.DecryptError as error:
        raise Refused(
            "Khóa phục hồi này không mở được bản sao lưu ấy.",
            "This recovery key does not open that backup.",
        ) from error
    content = zlib.decompress(packed) if header.packing == "zlib" else packed
    if len(content) != header.size:
        raise Damaged(name, "độ dài sai", "its length is wrong")
    return header, content


def keep(place: Place, name: str, content: bytes, at: datetime, keys: Closing) -> int:
    """Make a piece, keep it, read it back and compare; give its size. Raises `Refused`."""
    raw = closed(name, content, at, keys)
    place.put(name, raw)
    if place.get(name) != raw:
        raise Damaged(name, "đọc lại không giống đã ghi", "what is read back is not what was sent")
    return len(raw)


def fetch(place: Place, name: str, keys: Opening) -> tuple[Header, bytes]:
    """Read a piece and open it. Raises `Refused`."""
    return opened(name, place.get(name), keys)


def _signed(header: Header) -> bytes:
    return _PREFIX + json.dumps(asdict(header), sort_keys=True, separators=(",", ":")).encode()


def _is_worth_packing(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    return bool(sample) and len(zlib.compress(sample, 1)) < len(sample) * _WORTH_PACKING
