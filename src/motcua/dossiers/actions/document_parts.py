"""A document's next version, sent ahead in pieces and looked into before it is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from motcua.documents.actions import MOST_BYTES
from motcua.documents.base.files import look
from motcua.dossiers.actions.documents import add_version
from motcua.dossiers.actions.files import MEGABYTE
from motcua.dossiers.actions.parting import drop_part, open_part, refuse_size
from motcua.dossiers.errors import DocumentSettled, PartGone, PartIncomplete
from motcua.dossiers.models import PartialUpload
from motcua.dossiers.queries.documents import may_write
from motcua.dossiers.queries.parts import name_of, part_of, sent_to
from motcua.kernel import parts
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.kernel.files import FileEmpty

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Document, DocumentVersion
    from motcua.kernel.actors import Actor


def place_of(document: Document) -> str:
    """Give the place of a document's next version among one's files on their way."""
    return f"document:{document.public_id}"


def begin_document_part(
    *, actor: Actor, document: Document, size: int, metadata: str, now: datetime
) -> PartialUpload:
    """Begin a file of `size` bytes for a document's next version.

    Raises `NotAllowed`, `DocumentSettled`, `FileEmpty`, `FileTooLarge`, `TooManyRequests`,
    `Unavailable`.
    """
    if actor.account_id is None or not may_write(actor, document.dossier):
        raise NotAllowed
    if document.settled_at is not None:
        raise DocumentSettled
    refuse_size(size, MOST_BYTES // MEGABYTE)
    return open_part(
        account_id=actor.account_id,
        draft=None,
        place=place_of(document),
        size=size,
        metadata=metadata,
        now=now,
    )


def send_at_once(
    *, actor: Actor, document: Document, file: UploadedFile[bytes], metadata: str, now: datetime
) -> UUID:
    """Take a small file in whole; give its part. Raises what `begin_document_part` raises."""
    size = file.size or 0
    part = begin_document_part(
        actor=actor, document=document, size=size, metadata=metadata, now=now
    )
    parts.append(part.public_id, 0, file, whole=size)
    return part.public_id


def check_document_part(*, actor: Actor, document: Document, part_id: UUID, now: datetime) -> None:
    """Look into a file that has come whole; what was sent before it for the document is dropped.

    What is refused is dropped too. Raises `DossierNotFound`, `PartGone` for a part of another
    place, `PartIncomplete`, `DocumentRefused`, `Unavailable`.
    """
    part = part_of(actor, part_id, now)
    if part.paper_code != place_of(document):
        raise PartGone
    if parts.arrived(part_id) != part.size:
        raise PartIncomplete(offset=parts.arrived(part_id))
    try:
        with parts.opened(part_id) as handle:
            look(handle.read())
    except DomainError as refusal:
        if refusal.status < 500:
            drop_part(actor=actor, part_id=part_id, now=now)
        raise
    for older in sent_to(actor, place_of(document), now):
        if older.id != part_id and older.is_whole:
            drop_part(actor=actor, part_id=older.id, now=now)


@transaction.atomic
def add_sent_version(
    *, actor: Actor, document: Document, part_id: UUID | None, now: datetime, **written: Any
) -> DocumentVersion:
    """Add a file that has come whole as the next version; sent twice it is added once.

    `written` is what `add_version` asks beside the file. Raises `FileEmpty` where nothing was sent,
    `PartGone`, and what `add_version` raises.
    """
    if part_id is None:
        raise FileEmpty
    held = PartialUpload.objects.select_for_update().filter(
        public_id=part_id, account_id=actor.account_id or -1, paper_code=place_of(document)
    )
    part = held.first()
    if part is None:
        raise PartGone
    with parts.opened(part_id) as handle:
        name = name_of(part) or None
        file: UploadedFile[bytes] = UploadedFile(file=handle, name=name, size=part.size)
        version = add_version(
            actor=actor,
            dossier_id=document.dossier_id,
            document_id=document.public_id,
            file=file,
            now=now,
            **written,
        )
    part.delete()
    transaction.on_commit(lambda: parts.drop(part_id))
    return version
