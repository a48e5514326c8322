"""Where files that come in pieces are put: a draft's papers, or ahead of any filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.documents.actions import MOST_BYTES
from motcua.dossiers.actions.document_parts import begin_document_part
from motcua.dossiers.actions.files import MEGABYTE, MOST_MEGABYTES_AHEAD
from motcua.dossiers.actions.parting import add_to_part, begin_part, drop_part
from motcua.dossiers.queries.parts import part_of
from motcua.kernel import clock, parts
from motcua.kernel.tus import Part, described

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from motcua.dossiers.models import Document, Draft, PartialUpload
    from motcua.kernel.actors import Actor
    from motcua.kernel.files import Readable
    from motcua.kernel.parts import Checksum

MOST_MEGABYTES = 50
"""The largest that any paper takes; what this one takes is said when its file begins."""


@dataclass(frozen=True, slots=True)
class OwnShelf:
    """One's own files on their way.

    Attributes:
        address_of: gives the address of a part.
        draft_of: gives the draft the files are for; None where they are sent ahead.
        paper_of: gives the paper's code by the field's name that the sender told.

    """

    actor: Actor
    address_of: Callable[[UUID], str]
    draft_of: Callable[[], Draft | None] = lambda: None
    paper_of: Callable[[str], str] = str
    most_bytes: int = MOST_MEGABYTES * MEGABYTE

    def begin(self, size: int, metadata: str) -> Part:
        """Make room for a file. Raises what `begin_part` raises."""
        draft = self.draft_of()
        code = self.paper_of(described(metadata).get("field", "")) if draft else ""
        begun = begin_part(
            actor=self.actor,
            draft=draft,
            paper_code=code,
            size=size,
            metadata=metadata,
            now=clock.now(),
        )
        return _shown(begun, 0)

    def find(self, part_id: UUID) -> Part:
        """Give one's own part. Raises `DossierNotFound`, `NotFound`."""
        part = part_of(self.actor, part_id, clock.now())
        return _shown(part, part.size if part.is_taken else parts.arrived(part_id))

    def add(self, part_id: UUID, at: int, stream: Readable, checksum: Checksum | None) -> int:
        """Write a piece. Raises what `add_to_part` raises."""
        return add_to_part(
            actor=self.actor,
            part_id=part_id,
            at=at,
            stream=stream,
            checksum=checksum,
            now=clock.now(),
        )

    def drop(self, part_id: UUID) -> None:
        """Give a part up. Raises `DossierNotFound`."""
        drop_part(actor=self.actor, part_id=part_id, now=clock.now())

    def address(self, part_id: UUID) -> str:
        """Give the address of a part."""
        return self.address_of(part_id)


@dataclass(frozen=True, slots=True)
class DocumentShelf(OwnShelf):
    """One's own files on their way to become a document's next version."""

    document: Document | None = None

    def begin(self, size: int, metadata: str) -> Part:
        """Make room for a file. Raises what `begin_document_part` raises."""
        assert self.document is not None
        begun = begin_document_part(
            actor=self.actor,
            document=self.document,
            size=size,
            metadata=metadata,
            now=clock.now(),
        )
        return _shown(begun, 0)


def of_document(
    actor: Actor, address_of: Callable[[UUID], str], document: Document
) -> DocumentShelf:
    """Give the shelf for a document's next version."""
    return DocumentShelf(actor, address_of, most_bytes=MOST_BYTES, document=document)


def ahead(actor: Actor, address_of: Callable[[UUID], str]) -> OwnShelf:
    """Give the shelf for files sent before the filing that names them."""
    return OwnShelf(actor, address_of, most_bytes=MOST_MEGABYTES_AHEAD * MEGABYTE)


def _shown(part: PartialUpload, arrived: int) -> Part:
    return Part(part.public_id, part.size, arrived, part.expires_at, part.metadata)
