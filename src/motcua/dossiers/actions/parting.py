"""Taking a file in piece by piece: begun within the paper's limits, then as any other file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.actions.files import (
    MEGABYTE,
    MOST_MEGABYTES_AHEAD,
    receive_ahead,
    receive_file,
)
from motcua.dossiers.errors import DossierNotFound, FileLimit, PartIncomplete
from motcua.dossiers.models import PartialUpload, Upload
from motcua.dossiers.queries.parts import name_of, part_of
from motcua.dossiers.queries.supplements import paper_for
from motcua.dossiers.queries.uploads import uploads_of
from motcua.identity.actions import hold_account
from motcua.kernel import parts
from motcua.kernel.clock import system_now
from motcua.kernel.errors import DomainError, TooManyRequests
from motcua.kernel.files import FileEmpty, FileTooLarge
from motcua.kernel.idempotency import one_at_a_time

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor
    from motcua.kernel.files import Readable
    from motcua.kernel.parts import Checksum

KEPT_FOR = timedelta(days=7)
"""How long a file may be on its way."""
MOST_AT_ONCE = 30
"""Files that one account may have on their way."""
_AT_ONCE = 500
_NEVER = 422
"""The status of what is wrong with the file itself: sending it again changes nothing."""
_STRAY_AFTER = timedelta(days=1)


@transaction.atomic
def begin_part(
    *,
    actor: Actor,
    draft: Draft | None,
    paper_code: str,
    size: int,
    metadata: str,
    now: datetime,
) -> PartialUpload:
    """Begin a file of `size` bytes for a paper of one's draft, or ahead of any filing.

    Refused before the first byte where the paper would not take it. Raises `DossierNotFound` for a
    stranger or a paper that is not asked, `FileEmpty`, `FileTooLarge`, `FileLimit`,
    `TooManyRequests`, `NoRoom`.
    """
    if actor.account_id is None or (draft and draft.account_id != actor.account_id):
        raise DossierNotFound
    refuse_size(size, _megabytes(draft, paper_code, now))
    return open_part(
        account_id=actor.account_id,
        draft=draft,
        place=paper_code,
        size=size,
        metadata=metadata,
        now=now,
    )


@transaction.atomic
def open_part(
    *, account_id: int, draft: Draft | None, place: str, size: int, metadata: str, now: datetime
) -> PartialUpload:
    """Make room for a file whose size and place were judged. Raises `TooManyRequests`.

    `place` is the code of a draft's paper, or that of a document (`document_parts`).
    """
    hold_account(account_id)
    open_now = PartialUpload.objects.filter(
        account_id=account_id, expires_at__gt=now, is_taken=False
    )
    if open_now.count() >= MOST_AT_ONCE:
        raise TooManyRequests(retry_after=3600)
    part = PartialUpload.objects.create(
        account_id=account_id,
        draft=draft,
        paper_code=place,
        metadata=metadata,
        size=size,
        begun_at=now,
        expires_at=now + KEPT_FOR,
    )
    parts.begin(part.public_id, whole=size)
    return part


def add_to_part(
    *,
    actor: Actor,
    part_id: UUID,
    at: int,
    stream: Readable,
    checksum: Checksum | None,
    now: datetime,
) -> int:
    """Write a piece that begins `at` a byte; give how many bytes have come then.

    Raises `DossierNotFound`, and what `parts.append_checked` raises.
    """
    part = part_of(actor, part_id, now)
    if checksum is None:
        return parts.append(part.public_id, at, stream, whole=part.size)
    return parts.append_checked(part.public_id, at, stream, checksum, whole=part.size)


def drop_part(*, actor: Actor, part_id: UUID, now: datetime) -> None:
    """Give up a file that was on its way. Raises `DossierNotFound`."""
    with _one_at_a_time(part_id):
        part_of(actor, part_id, now).delete()
        parts.drop(part_id)


def take_in_part(*, actor: Actor, part_id: UUID, now: datetime) -> Upload | None:
    """Take in a file that has come whole, as any other file; asking again changes nothing.

    Gives None where the file was taken out of the draft again. What is refused is thrown away with
    its bytes. Whoever asks meanwhile waits and has the same answer. Raises `DossierNotFound`,
    `PartIncomplete`, and what `receive_file` raises.
    """
    with _one_at_a_time(part_id):
        return _taken_in(actor, part_id, now)


def _one_at_a_time(part_id: UUID) -> AbstractContextManager[None]:
    return one_at_a_time(scope="part", key=part_id.hex)


def _taken_in(actor: Actor, part_id: UUID, now: datetime) -> Upload | None:
    part = part_of(actor, part_id, now)
    if part.is_taken:
        return part.upload
    if parts.arrived(part_id) != part.size:
        raise PartIncomplete(offset=parts.arrived(part_id))
    try:
        upload = _received(actor, part, now)
    except DomainError as refusal:
        if refusal.status == _NEVER and not isinstance(refusal, FileLimit):
            drop_part(actor=actor, part_id=part_id, now=now)
        raise
    taken = _note_taken(part, upload)
    parts.drop(part_id)
    return taken


def part_id(text: str) -> UUID | None:
    """Read the id of a part that a form names; None where there is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def sweep_parts(*, now: datetime) -> int:
    """Throw away files that were not whole in time, and bytes that nobody names; give how many."""
    swept = 0
    old = PartialUpload.objects.filter(expires_at__lte=now)
    while batch := list(old.order_by("pk")[:_AT_ONCE]):
        PartialUpload.objects.filter(pk__in=[row.pk for row in batch]).delete()
        for row in batch:
            parts.drop(row.public_id)
        swept += len(batch)
    known = {one.hex for one in PartialUpload.objects.values_list("public_id", flat=True)}
    # The disk's times are the machine's, which a demo that has played days is ahead of.
    for path in parts.stray(known, before=(system_now() - _STRAY_AFTER).timestamp()):
        path.unlink(missing_ok=True)
        swept += 1
    return swept


@transaction.atomic
def _note_taken(part: PartialUpload, upload: Upload) -> Upload:
    """Note what became of a part. Raises `DossierNotFound` where its draft is gone meanwhile."""
    held = PartialUpload.objects.select_for_update().filter(pk=part.pk).first()
    if held is None:
        raise DossierNotFound
    held.upload, held.is_taken = upload, True
    held.save(update_fields=["upload", "is_taken"])
    return upload


def _received(actor: Actor, part: PartialUpload, now: datetime) -> Upload:
    with parts.opened(part.public_id) as handle:
        name = name_of(part) or None
        file: UploadedFile[bytes] = UploadedFile(file=handle, name=name, size=part.size)
        if part.draft is None:
            return receive_ahead(actor=actor, file=file, now=now)
        return receive_file(
            actor=actor, draft=part.draft, paper_code=part.paper_code, file=file, now=now
        )


def _megabytes(draft: Draft | None, paper_code: str, now: datetime) -> int:
    """Give how large a file may be, in MB; refuse one for which there is no place."""
    if draft is None:
        return MOST_MEGABYTES_AHEAD
    paper = paper_for(draft, paper_code, now)
    if paper is None:
        raise DossierNotFound
    if sum(row.paper_code == paper_code for row in uploads_of(draft)) >= paper.max_files:
        raise FileLimit
    return paper.max_mb


def refuse_size(size: int, megabytes: int) -> None:
    """Refuse a file of no bytes or of too many. Raises `FileEmpty`, `FileTooLarge`."""
    if size == 0:
        raise FileEmpty
    if size > megabytes * MEGABYTE:
        text = _("Tệp lớn hơn %(size)d MB nên chưa nhận được.") % {"size": megabytes}
        raise FileTooLarge(text, limit_bytes=megabytes * MEGABYTE)
