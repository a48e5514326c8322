"""Publishing: a pack becomes the rule from a day on; what was published before ends there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max

from motcua.kernel import audit, events
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.text import search_document
from motcua.procedures.base.loading import content_of, digest_of, pack_folders, read_pack
from motcua.procedures.enums import VersionStatus
from motcua.procedures.events import VersionPublished
from motcua.procedures.models import Procedure, ProcedureVersion

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    if actor.kind != "system":
        actor.require_role("administrator")
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
    index({procedure.pk: pack})
    transaction.on_commit(forget_all)
    audit.record(
        actor=actor,
        action="procedures.publish",
        subject=("procedure", pack.code),
        agency_id=audit.NODE,
        now=now,
        data={"version": version.pk, "digest": digest},
    )
    events.emit(VersionPublished(version.pk, pack.code), agency_id=audit.NODE, now=now)
    return True


def _first_day(pack: Pack, otherwise: date) -> date:
    days = [limit.valid_from for way in pack.channels for limit in way.limits]
    return min([*days, otherwise])


_INDEX = """
UPDATE procedures_procedure p
SET field_code = v.field_code, search_text = v.text,
    search = setweight(to_tsvector('simple', v.names), 'A')
        || setweight(to_tsvector('simple', v.more), 'D')
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS v (id, field_code, text, names, more)
WHERE p.id = v.id
"""


def index(packs: Mapping[int, Pack]) -> None:
    """Fill the search columns of procedures, folded, in every language; packs by procedure's id.

    `search_text` holds name and keywords between bars, so that a whole keyword can be told from
    words that only stand near each other.
    """
    rows = [(number, pack.field.code, *_searched(pack)) for number, pack in packs.items()]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INDEX, [list(column) for column in zip(*rows, strict=True)])


def _searched(pack: Pack) -> tuple[str, str, str]:
    """Give name and keywords between bars, the same in a row, and what else is searched."""
    phrases = [
        search_document(words)
        for words in (
            pack.code,
            *pack.name.values(),
            *(word for words in pack.keywords.values() for word in words),
        )
    ]
    more = search_document(*pack.field.name.values(), *pack.summary.values())
    return f"|{'|'.join(dict.fromkeys(phrases))}|", " ".join(phrases), more
