"""The processes that a procedure's published versions have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import translation

from motcua.procedures.base.processes.svg import ProcessShown, shown
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries.rules import pack_of

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.base.processes.spec import Process


@dataclass(frozen=True, slots=True)
class ProcessVersion:
    """A version's process, from which day on, and whether its rules were withdrawn since."""

    version_id: int
    number: int
    valid_from: date
    is_withdrawn: bool
    process: Process


@lru_cache(maxsize=1024)
def process_shown(version_id: int, language: str) -> ProcessShown:
    """Draw and list the process of a published version, once per process of the server.

    Raises `VersionNotPublished`.
    """
    with translation.override(language):
        return shown(pack_of(version_id).process, language)


def processes_of(procedure_code: str) -> tuple[ProcessVersion, ...]:
    """Give the processes of a procedure's versions that were published, the newest first."""
    rows = (
        ProcedureVersion.objects.filter(procedure__code=procedure_code)
        .exclude(status=VersionStatus.DRAFT)
        .order_by("-number")
        .values_list("pk", "number", "valid_from", "status")
    )
    return tuple(
        ProcessVersion(
            pk, number, valid_from, status == VersionStatus.WITHDRAWN, pack_of(pk).process
        )
        for pk, number, valid_from, status in rows
    )
