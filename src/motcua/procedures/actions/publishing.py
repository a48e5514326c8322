"""Publishing: a pack becomes the rule from a day on; what was published before ends there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from motcua.kernel import audit, events
from motcua.kernel.clock import civil_date
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.indexing import index_on
from motcua.procedures.actions.recording import record_act
from motcua.procedures.base.loading import content_of, digest_of, pack_folders, read_pack
from motcua.procedures.enums import VersionStatus
from motcua.procedures.events import VersionPublished
from motcua.procedures.models import Procedure, ProcedureVersion

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


def load_packs(*, actor: Actor, now: datetime, root: Path | None = None) -> int:
    """Publish the packs under a folder, the shipped ones by default; give how many were new.

    A pack that is published already with the same content changes nothing. Raises `PackInvalid`.
    """
    day = civil_date(now)
    return sum(
        publish_pack(actor=actor, pack=read_pack(folder), valid_from=day, now=now)
        for folder in pack_folders(root)
    )


@transaction.atomic
def publish_pack(*, actor: Actor, pack: Pack, valid_from: date, now: datetime) -> bool:
    """Publish a pack from a day on; say whether it was new.

    The first version of a procedure holds from the start of its oldest row, so that history filed
    under it has rules. Raises `NotAllowed`.
    """
    require_keeper(actor, now)
    content = content_of(pack)
    digest = digest_of(content)
    procedure, _made = Procedure.objects.select_for_update().get_or_create(
        code=pack.code, defaults={"field_code": pack.field.code}
    )
    last = procedure.versions.filter(status=VersionStatus.PUBLISHED).order_by("-number").first()
    if last is not None and last.digest == digest:
        return False
    if last is not None:
        last.valid_to = max(valid_from, last.valid_from)
        last.save(update_fields=["valid_to"])
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=(procedure.versions.aggregate(top=Max("number"))["top"] or 0) + 1,
        status=VersionStatus.PUBLISHED,
        valid_from=valid_from if last is not None else _first_day(pack, valid_from),
        published_at=now,
        content=content,
        digest=digest,
    )
    index_on([procedure.pk], civil_date(now))
    record_act("publish", pack.code, actor, now, version=version.pk, digest=digest)
    events.emit(VersionPublished(version.pk, pack.code), agency_id=audit.NODE, now=now)
    return True


def _first_day(pack: Pack, otherwise: date) -> date:
    days = [limit.valid_from for way in pack.channels for limit in way.limits]
    return min([*days, otherwise])
