"""Which files were held against their originals, how, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.counters.enums import Compared
from motcua.counters.models import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """What an official found when he held a file against its original."""

    kind: Compared
    by: str
    at: datetime


def compared_files(file_ids: Iterable[int]) -> dict[int, ComparedFile]:
    """Give the marks of some stored files, by file."""
    rows = Comparison.objects.filter(file__in=list(file_ids)).select_related("official")
    return {
        row.file_id: ComparedFile(Compared(row.kind), row.official.full_name, row.at)
        for row in rows
    }
