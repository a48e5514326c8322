"""What the pages of documents show."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.documents.queries import templates_at
from motcua.dossiers.actions.document_parts import place_of
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.queries.documents import (
    document_pictures,
    documents_to_sign,
    may_sign,
    may_write,
    versions_of,
)
from motcua.dossiers.queries.parts import sent_to
from motcua.dossiers.queries.second_hands import others_to_sign, said_instead
from motcua.dossiers.queries.standing_in import behalf_in_role, name_of_absent
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.documents.queries import Template
    from motcua.dossiers.models import Document, DocumentVersion, Dossier
    from motcua.dossiers.queries.parts import Waiting as Sent
    from motcua.kernel.actors import Actor

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: its versions, its pages once it is settled, and what may be done with it."""

    dossier: Dossier
    document: Document
    versions: Sequence[DocumentVersion]
    pictures: tuple[str, ...]
    refusal: str
    may_write: bool
    may_sign: bool
    token: str

    @property
    def newest(self) -> DocumentVersion:
        """The version that was made last."""
        return self.versions[0]

    @property
    def is_signed_here(self) -> bool:
        """Say whether it is signed by itself; what is the result is signed with the result."""
        return self.document.use != DocumentUse.RESULT


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits to be signed, with every page of it.

    `behalf` is the absent colleague in whose name it would be signed; empty where it is one's own.
    """

    document: Document
    pictures: tuple[str, ...]
    refusal: str
    behalf: str


def document_page(
    actor: Actor, dossier: Dossier, document: Document, now: datetime
) -> DocumentPage:
    """Give the page of a document."""
    is_shown = document.settled_at is not None and document.signed_at is None
    pictures, refusal = _drawn(document, now) if is_shown else ((), "")
    return DocumentPage(
        dossier=dossier,
        document=document,
        versions=versions_of(document),
        pictures=pictures,
        refusal=refusal,
        may_write=may_write(actor, dossier),
        may_sign=may_sign(actor, dossier),
        token=new_token(),
    )


def sent_ahead(actor: Actor, document: Document, now: datetime) -> Sent | None:
    """Give the file that came whole for a document's next version, if one did."""
    whole = [row for row in sent_to(actor, place_of(document), now) if row.is_whole]
    return whole[-1] if whole else None


def on_their_way(
    actor: Actor, document: Document, now: datetime, *, is_whole: bool = False
) -> list[Sent]:
    """Give the files for a document's next version of which a piece has come, or all."""
    return [row for row in sent_to(actor, place_of(document), now) if row.is_whole == is_whole]


def templates_for(dossier: Dossier, now: datetime, language: str) -> tuple[Template, ...]:
    """Give the templates from which a document of a dossier may begin."""
    return templates_at(
        dossier.agency_id,
        civil_date(now),
        procedure_code=dossier.procedure_code,
        language=language,
    )


def waiting_for(actor: Actor, only: UUID | None, now: datetime) -> tuple[Waiting, ...]:
    """Give what waits for an official's signature, every page of each; or one of them."""
    found = documents_to_sign(actor, MOST_AT_ONCE if only is None else 200)
    kept = [row for row in found if only in {None, row.public_id}]
    return tuple(_waiting(actor, row, now) for row in kept[:MOST_AT_ONCE])


def _waiting(actor: Actor, document: Document, now: datetime) -> Waiting:
    behalf = behalf_in_role(actor, document.dossier, {Role.LEADER})
    said = said_instead(others_to_sign(actor, document, now))
    pictures, refusal = ((), said) if said else _drawn(document, now)
    return Waiting(document, pictures, refusal, name_of_absent(behalf))


def new_token() -> str:
    """Make the name of a form, so that it is done once."""
    return secrets.token_urlsafe(16)


def _drawn(document: Document, now: datetime) -> tuple[tuple[str, ...], str]:
    try:
        pages = document_pictures(document, now=now)
    except DomainError as refusal:
        return (), refusal.text
    return tuple(f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages), ""
