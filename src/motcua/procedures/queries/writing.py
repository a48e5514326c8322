"""Versions as they are written: their content, who wrote them, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import ProcedureVersion

if TYPE_CHECKING:
    from datetime import date, datetime

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A version and how it is written; people are the numbers of officials."""

    id: int
    code: str
    number: int
    status: str
    content: dict[str, Any]
    digest: str
    valid_from: date
    valid_to: date | None
    published_at: datetime | None
    revision: int = 0
    saved_at: datetime | None = None
    begun_by: int | None = None
    writers: tuple[int, ...] = ()
    asked_by: int | None = None
    asked_at: datetime | None = None
    publish_from: date | None = None
    agreed_by: int | None = None
    returned_because: str = ""


def written_version(version_id: int) -> WrittenVersion | None:
    """Give a version of any state; None where there is none."""
    rows = ProcedureVersion.objects.select_related("procedure", "writing")
    row = rows.filter(pk=version_id).first()
    return None if row is None else _written(row)


def versions_being_written() -> list[WrittenVersion]:
    """Give the drafts that somebody wrote in, at most two hundred, the newest first."""
    rows = ProcedureVersion.objects.select_related("procedure", "writing")
    drafts = rows.filter(status=VersionStatus.DRAFT, writing__isnull=False)
    return [_written(row) for row in drafts.order_by("-writing__saved_at")[:_SHOWN]]


def versions_of(procedure_code: str) -> list[WrittenVersion]:
    """Give all versions of a procedure, the newest first."""
    rows = ProcedureVersion.objects.select_related("procedure", "writing")
    return [
        _written(row) for row in rows.filter(procedure__code=procedure_code).order_by("-number")
    ]


def _written(row: ProcedureVersion) -> WrittenVersion:
    writing = getattr(row, "writing", None)
    facts = {
        "id": row.pk,
        "code": row.procedure.code,
        "number": row.number,
        "status": row.status,
        "content": row.content,
        "digest": row.digest,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "published_at": row.published_at,
    }
    if writing is None:
        return WrittenVersion(**facts)
    return WrittenVersion(
        **facts,
        revision=writing.revision,
        saved_at=writing.saved_at,
        begun_by=writing.begun_by,
        writers=tuple(writing.writers),
        asked_by=writing.asked_by,
        asked_at=writing.asked_at,
        publish_from=writing.publish_from,
        agreed_by=writing.agreed_by,
        returned_because=writing.returned_because,
    )
