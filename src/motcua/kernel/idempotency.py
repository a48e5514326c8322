"""Writes that may be sent twice and are done once: a key, the digest of the body, the first answer.

The key is claimed in the transaction of the write itself. Whoever comes second waits for that
transaction: if it committed, he gets its answer, if it was undone, he is the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError
from motcua.kernel.sealed import seal, unseal

if TYPE_CHECKING:
    from datetime import datetime

_CONTEXT = "requestkey.answer"
_CLAIM = """
INSERT INTO kernel_requestkey (key, body, claimed_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""


class KeyReused(DomainError):
    """The same idempotency key came with another body."""

    code = "kernel.key_reused"
    status = 422
    message = _("Mã yêu cầu này đã được dùng cho một nội dung khác.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: HTTP status, media type and body."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that is ours for this transaction; `answer` is set when the write was done before."""

    key: bytes
    answer: Answer | None = None

    def keep(self, answer: Answer) -> None:
        """Keep the answer, sealed, in the transaction of the write."""
        head = orjson.dumps([answer.status, answer.media_type])
        sealed = seal(head + b"\n" + answer.body, _CONTEXT)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_requestkey SET answer = %s WHERE key = %s", (sealed, self.key)
            )


def once(*, scope: str, key: str, body: bytes, now: datetime) -> Claim:
    """Claim a key within the caller's transaction.

    `scope` names the write and whose it is (`"submit:account:12"`): a stranger with the same key
    gets nothing of it. The caller does the write only when `claim.answer` is None, and then calls
    `claim.keep`. Waits for another transaction that holds the key. Raises `KeyReused` when the key
    came with another body, and `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an idempotency key is claimed inside the transaction of the write")
    hashed = hashlib.sha256(f"{scope}\0{key}".encode()).digest()
    digest = hashlib.sha256(body).digest()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, (hashed, digest, now))
        if cursor.rowcount:
            return Claim(hashed)
        cursor.execute("SELECT body, answer FROM kernel_requestkey WHERE key = %s", (hashed,))
        first_body, answer = cursor.fetchone()
    if bytes(first_body) != digest:
        raise KeyReused
    return Claim(hashed, _read(answer))


def as_body(values: object) -> bytes:
    """Write what a form was filled in with in one way, to tell it sent twice from another."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(values, default=_plain, option=options)


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        return dict(value)
    return [value.name, value.size] if isinstance(value, UploadedFile) else str(value)


def purge(*, before: datetime) -> int:
    """Forget keys claimed before a moment; give their number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_requestkey WHERE claimed_at < %s", (before,))
        return int(cursor.rowcount)


def _read(answer: bytes | None) -> Answer:
    if answer is None:
        # The write committed without keeping an answer: it was done, there is nothing to repeat.
        return Answer(204, "", b"")
    head, _, body = unseal(bytes(answer), _CONTEXT).partition(b"\n")
    status, media_type = orjson.loads(head)
    return Answer(status, media_type, body)
