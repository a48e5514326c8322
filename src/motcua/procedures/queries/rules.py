"""The rules of a version, compiled once per process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from motcua.agencies.queries import PlacesOfToday
from motcua.kernel import clock
from motcua.kernel.caching import remembered
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.rules import compile_rules
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import ProcedureVersion

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules

_HOLD = "SELECT status FROM procedures_procedureversion WHERE id = %s FOR KEY SHARE"


def rules(version_id: int) -> Rules:
    """Give a published version's rules, ready to use; compiled at the first call of each day.

    The day matters because addresses are checked against the places of today. Raises
    `VersionNotPublished` for a draft: it may still change.
    """
    return _compiled(version_id, clock.civil_date(clock.now()))


@lru_cache(maxsize=2048)
def pack_of(version_id: int) -> Pack:
    """Give a published version's pack. Raises `VersionNotPublished`."""
    content = (
        ProcedureVersion.objects.filter(pk=version_id)
        .exclude(status=VersionStatus.DRAFT)
        .values_list("content", flat=True)
        .first()
    )
    if content is None:
        raise VersionNotPublished
    return pack_from(content)


@lru_cache(maxsize=512)
def _compiled(version_id: int, day: date) -> Rules:
    return compile_rules(pack_of(version_id), version_id=version_id, places=PlacesOfToday(day))


def hold_published(version_id: int) -> bool:
    """Say whether a version is published; if so, it is not taken back before the transaction ends.

    Holding locks nobody else out who holds it too; only within a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [version_id])
        found = cursor.fetchone()
    return found is not None and found[0] == VersionStatus.PUBLISHED


def hold_alone(version_id: int) -> None:
    """Wait until nobody files under a version any more, and let nobody, until the transaction ends.

    The number of the lock is that of `dossiers_submit_v2`: a row's lock would be written at each
    filing, this one is not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(8, %s::integer)", [version_id])


@remembered(30)
def version_on(procedure_code: str, day: date) -> int:
    """Give the id of the published version that holds on a day. Raises `VersionNotPublished`."""
    version = (
        ProcedureVersion.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day),
            procedure__code=procedure_code,
            status=VersionStatus.PUBLISHED,
            valid_from__lte=day,
        )
        .order_by("-valid_from", "-number")
        .values_list("id", flat=True)
        .first()
    )
    if version is None:
        raise VersionNotPublished
    return version
