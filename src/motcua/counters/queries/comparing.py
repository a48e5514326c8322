"""Which files were held against their originals, how, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.counters.enums import Compared
from motcua.counters.models import Comparison
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.composed import composed, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.dossiers.models import Draft, Upload

SIGNED_NAME = "-sao-y.pdf"
"""How the name of a signed copy ends, so that nobody signs it again."""


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """What an official found when he held a file against its original."""

    kind: Compared
    by: str
    at: datetime


def compared_files(file_ids: Iterable[int]) -> dict[int, ComparedFile]:
    """Give the marks of some stored files, by file."""
    files = list(file_ids)
    return {
        row.file_id: ComparedFile(Compared(row.kind), row.official.full_name, row.at)
        for row in (_comparisons(files=files) if files else ())
    }


@composed
def _comparisons(files: Any) -> QuerySet[Comparison]:
    return Comparison.objects.filter(one_of("file_id", files)).select_related("official")


def copies_to_sign(draft: Draft) -> list[Upload]:
    """Give the files of a draft that were compared and are not signed as copies yet."""
    held = Comparison.objects.filter(file__in=draft.uploads.values_list("file", flat=True))
    marked = set(held.values_list("file_id", flat=True))
    return [
        row
        for row in uploads_of(draft)
        if row.file_id in marked and not row.file.name.endswith(SIGNED_NAME)
    ]
