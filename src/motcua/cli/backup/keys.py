"""Keys of backups: a public one on the node closes, the recovery key kept elsewhere opens.

The recovery key is an identity file of the `age` format with one line more, `# node: …`: the public
half of the key with which the node signs its pieces.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyrage import x25519

from motcua.cli.reasons import reason, written
from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from pathlib import Path

RECIPIENTS = "backup.pub"
_NODE_FILE = "node.pem"
_NODE = "# node: "
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how such a line begins


@dataclass(frozen=True, slots=True)
class Closing:
    """What a node closes pieces with: who may open them, and its own signature."""

    recipients: tuple[x25519.Recipient, ...]
    signer: Ed25519PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """What pieces are opened with: the secret, and whose signature they must bear."""

    identity: x25519.Identity = field(repr=False)
    node: Ed25519PublicKey


def make(data: Path, to: Path) -> str:
    """Write a new recovery key to a file, let the node close for it, give its public half.

    Raises `Refused`.
    """
    if to.resolve().is_relative_to(data):
        raise Refused(
            f"Khóa phục hồi không được nằm trong {data}: mất thư mục ấy là mất luôn khóa. "
            "Hãy ghi ra một thiết bị khác.",
            f"The recovery key must not lie in {data}: who loses that folder would lose the key. "
            "Write it to another device.",
        )
    node = _signer(data).public_key().public_bytes_raw()
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    lines = (
        "# motcua: khóa phục hồi bản sao lưu · recovery key of backups",
        f"# public key: {public}",
        f"{_NODE}{base64.b64encode(node).decode()}",
        str(secret),
    )
    with written(to):
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write("".join(f"{line}\n" for line in lines))
            handle.flush()
            os.fsync(descriptor)
    close_for(data, public)
    return public


def close_for(data: Path, public: str) -> str:
    """Let the node close for one more public key; give the line `# node: …` for its file.

    Raises `Refused`.
    """
    try:
        x25519.Recipient.from_str(public)
    except pyrage.RecipientError as error:
        raise Refused(
            f"“{public}” không phải khóa công khai của age.",
            f"“{public}” is no public key of age.",
        ) from error
    signer = _signer(data)
    path = data / "keys" / RECIPIENTS
    known = path.read_text().split() if path.exists() else []
    fresh = path.with_suffix(".new")
    # No secret, but the doctor trusts no file of that folder that others may read.
    fresh.touch(mode=0o600)
    fresh.write_text("".join(f"{each}\n" for each in dict.fromkeys([*known, public])))
    fresh.replace(path)
    return _NODE + base64.b64encode(signer.public_key().public_bytes_raw()).decode()


def has_recipient(data: Path) -> bool:
    """Say whether the node of a data folder knows for whom to close."""
    path = data / "keys" / RECIPIENTS
    return path.exists() and bool(path.read_text().split())


def closing(data: Path) -> Closing:
    """Give what the node of a data folder closes with. Raises `Refused`."""
    path = data / "keys" / RECIPIENTS
    known = path.read_text().split() if path.exists() else []
    if not known:
        raise Refused(
            "Chưa có khóa phục hồi; hãy chạy motcua backup key --to TỆP và cất tệp ấy ở nơi khác.",
            "There is no recovery key yet; run motcua backup key --to FILE and keep that file "
            "elsewhere.",
        )
    recipients = tuple(x25519.Recipient.from_str(each) for each in known)
    return Closing(recipients, _signer(data))


def opening(file: Path) -> Opening:
    """Read a recovery key. Raises `Refused`."""
    try:
        lines = file.read_text().splitlines()
    except OSError as error:
        vi, en = reason(error)
        raise Refused(
            f"Không đọc được khóa phục hồi {file}: {vi}; thiếu khóa ấy thì không mở được bản sao "
            "lưu nào.",
            f"The recovery key {file} cannot be read: {en}; without it no backup can be opened.",
        ) from error
    except UnicodeDecodeError:
        lines = []
    secret = next((line for line in lines if line.startswith(_SECRET)), "")
    node = next((line.removeprefix(_NODE) for line in lines if line.startswith(_NODE)), "")
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(node, validate=True))
        return Opening(x25519.Identity.from_str(secret), public)
    except (ValueError, pyrage.IdentityError) as error:
        raise Refused(
            f"{file} không phải khóa phục hồi: cần một dòng {_SECRET}… và một dòng {_NODE}…",
            f"{file} is no recovery key: it needs a line {_SECRET}… and a line {_NODE}…",
        ) from error


def _signer(data: Path) -> Ed25519PrivateKey:
    path = data / "keys" / _NODE_FILE
    if not path.exists():
        raise Refused(
            f"Chưa có khóa của nút trong {path.parent}; hãy chạy motcua prepare trước.",
            f"There are no keys of a node in {path.parent} yet; run motcua prepare first.",
        )
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key
