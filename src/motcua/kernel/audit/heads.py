"""Tree heads: signed statements of an agency's log, kept in files outside the database.

`<data>/tree-heads/YYYY-MM-DD.jsonl` holds one JSON object a line, `{agency, at, key, previous,
root, signature, size}`. `previous` is the SHA-256 of the line before, over all files, so that no
line can be taken out; `signature` is Ed25519 over the line's canonical JSON without it. The public
keys lie beside them as `<key>.pub`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from motcua.kernel import keys
from motcua.kernel.models import AuditLog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EXPORT_LOCK = 7811103
FIRST = "0" * 64
_PREFIX = b"motcua.tree-head.v1\n"
_TAIL = 64 * 1024
_FIELDS = frozenset({"agency", "at", "key", "previous", "root", "signature", "size"})


@dataclass(frozen=True, slots=True)
class Head:
    """What an agency's log was at a moment: `size` leaves with a root (hex)."""

    agency: int
    size: int
    root: str
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the files that is not a head as we wrote it, and why."""

    place: str
    reason: str


def folder() -> Path:
    """Give the folder of the heads."""
    return Path(settings.DATA) / "tree-heads"


def export(*, now: datetime) -> int:
    """Append a signed head of every log that grew since its last one; give their number.

    Raises `OSError` when the files cannot be written: nothing then counts as exported.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (EXPORT_LOCK,))
        if not cursor.fetchone()[0]:
            return 0
        grown = list(AuditLog.objects.filter(size__gt=F("exported_size")).order_by("agency_id"))
        if grown:
            _write(grown, now)
            for each in grown:
                each.exported_size = each.size
            AuditLog.objects.bulk_update(grown, ["exported_size"])
    return len(grown)


def read(where: Path) -> Iterator[Head | BadLine]:
    """Read every line of a folder of heads in order, checking signatures and the chain."""
    publics = {path.stem: _public(path) for path in where.glob("*.pub")}
    previous = FIRST
    for path in sorted(where.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            yield _checked(line, previous, publics, f"{path.name}:{number}")
            previous = hashlib.sha256(line).hexdigest()


def _write(logs: list[AuditLog], now: datetime) -> None:
    where = folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = keys.node_key()
    public = key.public_key().public_bytes_raw()
    key_id = keys.key_id(public)
    (where / f"{key_id}.pub").write_text(base64.b64encode(public).decode() + "\n")
    previous = _last_hash(where)
    lines = []
    for each in logs:
        lines.append(_signed(each, now, previous, key_id, key))
        previous = hashlib.sha256(lines[-1]).hexdigest()
    _append(where / f"{now:%Y-%m-%d}.jsonl", lines)


def _signed(
    log: AuditLog, now: datetime, previous: str, key_id: str, key: Ed25519PrivateKey
) -> bytes:
    head = {
        "agency": log.agency_id,
        "at": now.isoformat(),
        "key": key_id,
        "previous": previous,
        "root": bytes(log.root).hex(),
        "size": log.size,
    }
    signature = key.sign(_PREFIX + _canonical(head))
    return _canonical({**head, "signature": base64.b64encode(signature).decode()})


def _append(path: Path, lines: list[bytes]) -> None:
    with path.open("ab") as handle:
        handle.write(b"".join(line + b"\n" for line in lines))
        handle.flush()
        os.fsync(handle.fileno())


def _last_hash(where: Path) -> str:
    """Give the hash of the last line; a line half-written by a crash is cut off first."""
    for path in sorted(where.glob("*.jsonl"), reverse=True):
        size = path.stat().st_size
        with path.open("rb") as handle:
            handle.seek(max(0, size - _TAIL))
            tail = handle.read()
        whole = tail[: tail.rfind(b"\n") + 1]
        if len(whole) < len(tail):
            os.truncate(path, size - len(tail) + len(whole))
        if lines := whole.splitlines():
            return hashlib.sha256(lines[-1]).hexdigest()
    return FIRST


def _checked(
    line: bytes, previous: str, publics: dict[str, Ed25519PublicKey], place: str
) -> Head | BadLine:
    try:
        head: dict[str, Any] = json.loads(line)
        signature = base64.b64decode(head["signature"], validate=True)
        public = publics[head["key"]]
        signed = {name: value for name, value in head.items() if name != "signature"}
        public.verify(signature, _PREFIX + _canonical(signed))
    except InvalidSignature:
        return BadLine(place, "signature")
    except (ValueError, KeyError, TypeError):
        return BadLine(place, "malformed")
    if head.keys() != _FIELDS:
        return BadLine(place, "malformed")
    if head["previous"] != previous:
        return BadLine(place, "chain")
    return Head(head["agency"], head["size"], head["root"], head["at"], place)


def _public(path: Path) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(path.read_text()))


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
