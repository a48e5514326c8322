"""A pack that comes from elsewhere: a draft, which two people publish here as any other."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel.clock import civil_date
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.recording import record_act
from motcua.procedures.actions.writing import content_changed, kept_content
from motcua.procedures.base.loading import digest_of
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import DraftExists
from motcua.procedures.models import NationalRecord, Procedure, ProcedureVersion, Writing

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


class Taken(StrEnum):
    """What became of a pack."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@transaction.atomic
def take_pack(*, actor: Actor, pack: Pack, now: datetime) -> Taken:
    """Take a pack in as a draft; one that says what is published or drafted changes nothing.

    Raises `NotAllowed`, `PackInvalid` for a text with NUL, and `DraftExists` where somebody writes
    the next version already.
    """
    require_keeper(actor, now)
    procedure, _made = Procedure.objects.select_for_update().get_or_create(
        code=pack.code, defaults={"field_code": pack.field.code}
    )
    rows = procedure.versions.select_for_update().exclude(status=VersionStatus.WITHDRAWN)
    versions = rows.order_by("-number")
    last, published = versions.first(), versions.filter(status=VersionStatus.PUBLISHED).first()
    content = kept_content(pack)
    digest = digest_of(content)
    if digest in {row.digest for row in (last, published) if row is not None}:
        return Taken.UNCHANGED
    if last is not None and last.status == VersionStatus.DRAFT:
        _require_nobodys(last)
        version = last
        version.content, version.digest = content, digest
        version.save(update_fields=["content", "digest"])
        content_changed(version.pk)
    else:
        newest = procedure.versions.order_by("-number").first()
        version = ProcedureVersion.objects.create(
            procedure=procedure,
            number=newest.number + 1 if newest is not None else 1,
            status=VersionStatus.DRAFT,
            valid_from=civil_date(now),
            content=content,
            digest=digest,
        )
    Writing.objects.update_or_create(version=version, defaults={"saved_at": now})
    record_act("take_pack", pack.code, actor, now, version=version.pk, digest=digest)
    return Taken.CREATED if last is None else Taken.UPDATED


def _require_nobodys(draft: ProcedureVersion) -> None:
    """Raise `DraftExists` for a draft that somebody wrote, or a record of the catalogue made."""
    taken = Writing.objects.filter(version=draft, writers=[], asked_by=None)
    if not taken.exists() or NationalRecord.objects.filter(version=draft).exists():
        raise DraftExists(version=draft.pk)
