"""Writes that may be sent twice and are done once: a key, the digest of the body, the first answer.

The key is claimed in the transaction of the write itself. Whoever comes second waits for that
transaction: if it committed, he gets its answer, if it was undone, he is the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import Error as DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError
from motcua.kernel.sealed import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_CONTEXT = "requestkey.answer"
_CLAIM = """
INSERT INTO kernel_requestkey (key, body, claimed_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""
_KEEP_LAST = """
INSERT INTO kernel_requestkey (key, body, answer, claimed_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE
SET body = excluded.body, answer = excluded.answer, claimed_at = excluded.claimed_at
"""


# A file is told from another by these bytes of its beginning and as many of its end.
_PART = 8 * 1024 * 1024
_CHUNK = 256 * 1024


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
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_requestkey SET answer = %s WHERE key = %s",
                (_sealed(answer), self.key),
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
    hashed, digest = _hashed(scope, key), hashlib.sha256(body).digest()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, (hashed, digest, now))
        if cursor.rowcount:
            return Claim(hashed)
        cursor.execute("SELECT body, answer FROM kernel_requestkey WHERE key = %s", (hashed,))
        first_body, answer = cursor.fetchone()
    if bytes(first_body) != digest:
        raise KeyReused
    return Claim(hashed, _read(answer))


@contextmanager
def one_at_a_time(*, scope: str, key: str) -> Iterator[None]:
    """Let one request of a key in at a time, in whatever transactions; the others wait outside.

    Raises the database's `LockNotAvailable` where one waits too long.
    """
    number = int.from_bytes(_hashed(scope, key)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (number,))
    try:
        yield
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (number,))
        except DatabaseError:
            connection.close()  # the lock goes with it


def answered_last(*, scope: str, key: str, body: bytes) -> Answer | None:
    """Give the answer to what came last under a key, where it had the same body; else None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer FROM kernel_requestkey WHERE key = %s AND body = %s",
            (_hashed(scope, key), hashlib.sha256(body).digest()),
        )
        found = cursor.fetchone()
    return _read(found[0]) if found else None


def keep_last(*, scope: str, key: str, body: bytes, answer: Answer, now: datetime) -> None:
    """Keep the answer to what came last under a key, in place of the one before."""
    values = (_hashed(scope, key), hashlib.sha256(body).digest(), _sealed(answer), now)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_LAST, values)


def as_body(values: object) -> bytes:
    """Write what a form was filled in with in one way, to tell it sent twice from another."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(values, default=_plain, option=options)


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, UploadedFile):
        return [value.name, value.size, _content_of(value)]
    return str(value)


def _content_of(file: UploadedFile[bytes]) -> str:
    """Digest the beginning and the end of a file, of a small one all; it is left where it stood."""
    digest, place = hashlib.sha256(), file.tell()
    for start in (0, max((file.size or 0) - _PART, _PART)):
        file.seek(start)
        for size in _PART // _CHUNK * [_CHUNK]:
            digest.update(file.read(size))
    file.seek(place)
    return digest.hexdigest()


def purge(*, before: datetime) -> int:
    """Forget keys claimed before a moment; give their number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_requestkey WHERE claimed_at < %s", (before,))
        return int(cursor.rowcount)


def _hashed(scope: str, key: str) -> bytes:
    return hashlib.sha256(f"{scope}\0{key}".encode()).digest()


def _sealed(answer: Answer) -> bytes:
    head = orjson.dumps([answer.status, answer.media_type])
    return seal(head + b"\n" + answer.body, _CONTEXT)


def _read(answer: bytes | None) -> Answer:
    if answer is None:
        # The write committed without keeping an answer: it was done, there is nothing to repeat.
        return Answer(204, "", b"")
    head, _, body = unseal(bytes(answer), _CONTEXT).partition(b"\n")
    status, media_type = orjson.loads(head)
    return Answer(status, media_type, body)
