"""Files that come in pieces, as their senders may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import PartialUpload
from motcua.kernel import parts
from motcua.kernel.errors import NotFound
from motcua.kernel.tus import described

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of which a piece has come: by name, size and time of change it is known again."""

    id: UUID
    field: str
    name: str
    changed: str
    size: int
    arrived: int

    @property
    def is_whole(self) -> bool:
        """Say whether all of it has come."""
        return self.arrived == self.size

    def as_row(self, address: str) -> dict[str, object]:
        """Give what a script needs to go on with the file at its address."""
        return {
            "url": address,
            "field": self.field,
            "name": self.name,
            "changed": self.changed,
            "size": self.size,
            "arrived": self.arrived,
        }


def part_of(actor: Actor, public_id: UUID, now: datetime) -> PartialUpload:
    """Give one's own part that may still go on. Raises `DossierNotFound`."""
    row = (
        PartialUpload.objects.select_related("draft", "upload")
        .filter(public_id=public_id, account_id=actor.account_id or -1, expires_at__gt=now)
        .first()
    )
    if row is None:
        raise DossierNotFound
    return row


def waiting_in(draft: Draft | None, now: datetime) -> tuple[Waiting, ...]:
    """Give the parts of a draft that can go on, the oldest first."""
    if draft is None:
        return ()
    return _waiting_among(PartialUpload.objects.filter(draft=draft), now)


def sent_to(actor: Actor, place: str, now: datetime) -> tuple[Waiting, ...]:
    """Give one's own parts for a document's place, whole or not, the oldest first."""
    rows = PartialUpload.objects.filter(account_id=actor.account_id or -1, draft=None)
    return _waiting_among(rows.filter(paper_code=place), now)


def name_of(part: PartialUpload) -> str:
    """Give the name that the sender gave the file; empty where he gave none, or a folder's."""
    given = described(part.metadata).get("filename", "").replace("\\", "/").rpartition("/")[2]
    return given if given.strip(". ") else ""


def _waiting_among(rows: QuerySet[PartialUpload], now: datetime) -> tuple[Waiting, ...]:
    open_now = rows.filter(is_taken=False, expires_at__gt=now).order_by("id")
    found = (_waiting(row) for row in open_now)
    return tuple(one for one in found if one is not None)


def _waiting(row: PartialUpload) -> Waiting | None:
    try:
        arrived = parts.arrived(row.public_id)
    except NotFound:
        return None  # its bytes are gone: nothing to go on from
    told = described(row.metadata)
    return Waiting(
        row.public_id,
        told.get("field", ""),
        told.get("filename", ""),
        told.get("changed", ""),
        row.size,
        arrived,
    )
