"""Files: taken in with a limit, told by content, kept under their hash, opened after quarantine."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tempfile
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from motcua.kernel import kinds
from motcua.kernel.antivirus import antivirus
from motcua.kernel.disk import NoRoom, require_room
from motcua.kernel.enums import FileState
from motcua.kernel.errors import DomainError, Unavailable
from motcua.kernel.file_names import shown_name
from motcua.kernel.models import Blob, StoredFile
from motcua.kernel.storage import save_all
from motcua.kernel.transitions import Move, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.files.storage import Storage

log = structlog.get_logger(__name__)

CHECK_JOB = "kernel.check_content"
_CHUNK = 256 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_BEFORE_SWEEPING = timedelta(days=1)
_elsewhere: ContextVar[Storage | None] = ContextVar("files_elsewhere", default=None)

QUARANTINE = Table(
    name="quarantine",
    states=tuple(FileState),
    initial=FileState.RECEIVED,
    moves=(
        Move(FileState.CLEAN, (FileState.RECEIVED,), FileState.CLEAN, label="Quét: an toàn"),
        Move(
            FileState.INFECTED, (FileState.RECEIVED,), FileState.INFECTED, label="Quét: có mã độc"
        ),
        Move(
            FileState.UNCHECKED,
            (FileState.RECEIVED,),
            FileState.UNCHECKED,
            label="Không có bộ quét",
        ),
        Move(
            "recheck", (FileState.UNCHECKED, FileState.CLEAN), FileState.RECEIVED, label="Quét lại"
        ),
    ),
)


class FileTooLarge(DomainError):
    """The file is larger than details['limit_bytes']."""

    code = "kernel.file_too_large"
    status = 413
    message = _("Tệp lớn hơn mức cho phép.")


class FileEmpty(DomainError):
    """The file has no content."""

    code = "kernel.file_empty"
    status = 422
    message = _("Tệp không có nội dung.")


class FileKindRefused(DomainError):
    """The content is of a kind that is not accepted here; details say which are."""

    code = "kernel.file_kind_refused"
    status = 422
    message = _("Nội dung tệp không thuộc loại được nhận.")


class FileQuarantined(DomainError):
    """The file is not given out: it is infected, or not checked yet (details['state'])."""

    code = "kernel.file_quarantined"
    status = 409
    message = _("Tệp đang bị giữ để kiểm tra mã độc.")


class Readable(Protocol):
    """Anything bytes can be read from, such as an uploaded file."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Received:
    """Content taken in: where it lies, its hash and its size in bytes."""

    content: BinaryIO
    sha256: str
    size: int


def store(
    stream: Readable, *, name: str, now: datetime, limit_bytes: int, accept: frozenset[str]
) -> StoredFile:
    """Take a file in: at most `limit_bytes` bytes, of the media types in `accept`.

    The type is told by content; `name` is kept for display only. The same content is kept once.
    With an antivirus the file stays in quarantine until it was checked. Raises `FileTooLarge`,
    `FileEmpty`, `FileKindRefused`, and `NoRoom` before the disk's reserve is used; nothing
    half-made is left behind.
    """
    require_room()
    with room_is_needed(), _received(stream, limit_bytes) as received:
        kind = kinds.recognise(received.content, accept)
        if kind is None or kind.media_type not in accept:
            found = kind.media_type if kind else kinds.guess(received.content)
            raise FileKindRefused(found=found, accepted=sorted(accept))
        with transaction.atomic():
            [blob] = _keep_all([(received, kind.media_type)], now, _arrival())
            shown = shown_name(name, kind.extension)
            return StoredFile.objects.create(blob=blob, name=shown, stored_at=now)


@dataclass(frozen=True, slots=True)
class Own:
    """A file that this node made itself, such as a signed result: trusted, of any type."""

    content: bytes
    name: str
    media_type: str


def keep_own(content: bytes, *, name: str, media_type: str, now: datetime) -> StoredFile:
    """Keep a file that this node made itself."""
    [kept] = keep_all_own([Own(content, name, media_type)], now=now)
    return kept


def keep_all_own(several: Sequence[Own], *, now: datetime) -> list[StoredFile]:
    """Keep many files that this node made itself; give them in the same order."""
    return _kept(several, FileState.CLEAN, now)


def keep_unread(content: bytes, *, name: str, now: datetime) -> StoredFile:
    """Keep what came from outside and could not be read, as bytes of no kind, in quarantine."""
    [kept] = _kept([Own(content, name, "application/octet-stream")], _arrival(), now)
    return kept


def open_stored(file: StoredFile) -> File[bytes]:
    """Open a file for reading. Raises `FileQuarantined`, `Unavailable`.

    To be sent with its found media type, as an attachment, with nosniff.
    """
    if file.state not in {FileState.CLEAN, FileState.UNCHECKED}:
        raise FileQuarantined(state=file.state.value)
    return _open(file.blob)


def content_of(file: StoredFile) -> bytes:
    """Read a whole file and check it against its hash. Raises as `open_stored` does."""
    with open_stored(file) as handle:
        content: bytes = handle.read()
    if hashlib.sha256(content).hexdigest() != file.blob_id:
        log.error("files.damaged", sha256=file.blob_id)
        raise Unavailable
    return content


def check_content(*, sha256: str, now: datetime) -> None:
    """Have the antivirus look at content in quarantine and keep its verdict.

    Raises `Unavailable` when the antivirus does not answer.
    """
    blob = Blob.objects.filter(pk=sha256, state=FileState.RECEIVED).first()
    if blob is None:
        return
    with _open(blob) as handle:
        verdict = antivirus().scan(handle)
    with transaction.atomic():
        held = Blob.objects.select_for_update().get(pk=sha256)
        held.state = QUARANTINE.target(FileState(held.state), verdict.state)
        held.checked_by, held.checked_at = verdict.by, now
        held.save(update_fields=["state", "checked_by", "checked_at"])
    if verdict.state == FileState.INFECTED:
        log.warning("files.infected", sha256=sha256, by=verdict.by)


def sweep(*, now: datetime) -> int:
    """Delete content that no file names and that is a day old; give the number deleted."""
    before = now - _BEFORE_SWEEPING
    idle = Blob.objects.filter(files=None, stored_at__lt=before).values_list("pk", flat=True)
    return sum(_drop(sha256) for sha256 in list(idle))


def sweep_store(prefix: str, *, now: datetime) -> int:
    """Delete content a day old that has no row, as an undone transaction leaves it; count it.

    Looks at the part of the store whose names begin with two hex digits, so that a pass through all
    of it can be spread over many runs.
    """
    swept = 0
    for middle in _listed(prefix)[0]:
        folder = f"{prefix}/{middle}"
        names = {name for name in _listed(folder)[1] if not name.startswith(".")}
        known = set(Blob.objects.filter(pk__in=names).values_list("pk", flat=True))
        for name in names - known:
            swept += _drop_stray(name, f"{folder}/{name}", now - _BEFORE_SWEEPING)
    return swept


@contextmanager
def kept_elsewhere(other: Storage) -> Iterator[None]:
    """Keep files in another store for the length of a block, for what is only tried out."""
    token = _elsewhere.set(other)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def store_of_files() -> Storage:
    """Give the store that the setting `STORAGES["files"]` names."""
    return _elsewhere.get() or storages["files"]


def _kept(several: Sequence[Own], state: FileState, now: datetime) -> list[StoredFile]:
    received = [
        (
            _Received(
                io.BytesIO(one.content), hashlib.sha256(one.content).hexdigest(), len(one.content)
            ),
            one.media_type,
        )
        for one in several
    ]
    with room_is_needed(), transaction.atomic():
        blobs = _keep_all(received, now, state)
        rows = [
            StoredFile(
                blob=blob, name=shown_name(one.name, one.name.rpartition(".")[2]), stored_at=now
            )
            for one, blob in zip(several, blobs, strict=True)
        ]
        return StoredFile.objects.bulk_create(rows)


def _arrival() -> FileState:
    return FileState.RECEIVED if antivirus().checks else FileState.UNCHECKED


def _keep_all(
    several: Sequence[tuple[_Received, str]], now: datetime, state: FileState
) -> list[Blob]:
    """Put contents of some types into the store and their rows into the table, once for a hash."""
    hashes = [received.sha256 for received, _type in several]
    _lock(*hashes)
    blobs = Blob.objects.in_bulk(hashes)
    fresh: list[Blob] = []
    store = store_of_files()
    lacking: dict[str, File[bytes]] = {}
    for received, media_type in several:
        blob = blobs.get(received.sha256)
        if blob is None:
            blob = blobs[received.sha256] = Blob(
                sha256=received.sha256,
                size=received.size,
                media_type=media_type,
                state=state,
                stored_at=now,
            )
            fresh.append(blob)
        if blob.path not in lacking and not store.exists(blob.path):
            received.content.seek(0)
            lacking[blob.path] = File(received.content, name=blob.sha256)
    save_all(store, list(lacking.items()))
    Blob.objects.bulk_create(fresh)
    for blob in fresh:
        if blob.state == FileState.RECEIVED:
            jobs.configure_task(CHECK_JOB).defer(sha256=blob.sha256)
    return [blobs[each] for each in hashes]


def _drop(sha256: str) -> int:
    """Delete one content under its lock, so that nobody takes it up meanwhile."""
    with transaction.atomic():
        _lock(sha256)
        blob = Blob.objects.filter(pk=sha256, files=None).first()
        if blob is None:
            return 0
        path = blob.path
        blob.delete()
        # Within the lock: whoever stores the same content waits, and then finds it gone.
        store_of_files().delete(path)
    return 1


def _drop_stray(sha256: str, path: str, before: datetime) -> int:
    with transaction.atomic():
        _lock(sha256)
        is_old = store_of_files().get_modified_time(path) < before
        if not is_old or Blob.objects.filter(pk=sha256).exists():
            return 0
        store_of_files().delete(path)
    return 1


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return store_of_files().listdir(folder)
    except FileNotFoundError:
        return [], []


def _lock(*hashes: str) -> None:
    # In one order for everybody, so that nobody waits for who waits for him.
    numbers = sorted({int(each[:15], 16) for each in hashes})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) n", (numbers,))


def _open(blob: Blob) -> File[bytes]:
    try:
        return store_of_files().open(blob.path, "rb")
    except FileNotFoundError as error:
        log.critical("files.missing", sha256=blob.sha256)
        raise Unavailable from error


@contextmanager
def _received(stream: Readable, limit_bytes: int) -> Iterator[_Received]:
    """Read a stream into a nameless file beside the store, hashing it; it is gone afterwards."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile(dir=_incoming()) as handle:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit_bytes:
                raise FileTooLarge(limit_bytes=limit_bytes)
            digest.update(chunk)
            handle.write(chunk)
        if size == 0:
            raise FileEmpty
        yield _Received(handle, digest.hexdigest(), size)


def _incoming() -> Path:
    folder = Path(settings.DATA) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def room_is_needed() -> Iterator[None]:
    """Say `NoRoom` where the disk is full; other faults of the disk pass as they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        log.critical("files.no_room", error=os.strerror(error.errno or 0))
        raise NoRoom from error
