"""Drafts written by hand: begun, saved by one or several people, thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.authorising import require_administrator, require_writer
from motcua.procedures.actions.recording import record_version
from motcua.procedures.base.loading import content_of, digest_of
from motcua.procedures.base.texts import unkept
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import (
    CodeTaken,
    DraftExists,
    DraftMoved,
    NotADraft,
    NotAWriter,
    PackInvalid,
)
from motcua.procedures.models import NationalRecord, Procedure, ProcedureVersion, Writing
from motcua.procedures.queries.rights import discards

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.loading import Content
    from motcua.procedures.base.packs import Pack


@transaction.atomic
def begin_procedure(*, actor: Actor, pack: Pack, now: datetime) -> int:
    """Write down a procedure there was none of, as a draft; give the version's id.

    Raises `NotAllowed`, and `CodeTaken`.
    """
    require_administrator(actor)
    procedure, is_new = Procedure.objects.get_or_create(
        code=pack.code, defaults={"field_code": pack.field.code}
    )
    if not is_new and procedure.versions.exists():
        raise CodeTaken
    return _draft(procedure, pack, actor, now)


@transaction.atomic
def begin_version(*, actor: Actor, pack: Pack, now: datetime) -> int:
    """Begin the next version of a procedure; give its id.

    Raises `NotAllowed`, `NotFound`, and `DraftExists` where one is being written.
    """
    require_administrator(actor)
    procedure = Procedure.objects.select_for_update().filter(code=pack.code).first()
    if procedure is None:
        raise NotFound
    open_one = procedure.versions.filter(status=VersionStatus.DRAFT).order_by("-number").first()
    if open_one is not None:
        raise DraftExists(version=open_one.pk)
    return _draft(procedure, pack, actor, now)


@transaction.atomic
def save_draft(*, actor: Actor, version_id: int, revision: int, pack: Pack, now: datetime) -> int:
    """Keep what was written of a draft; give its new revision. A request to publish it lapses.

    `revision` is the one that was read. Raises `NotAllowed`, `NotTheKeeper` for what another
    agency began, `NotFound`, `NotADraft`, `PackInvalid` for a text with NUL, and `DraftMoved` where
    somebody saved in between.
    """
    require_administrator(actor)
    version, writing = locked_draft(version_id, now)
    require_writer(actor, writing, now)
    if writing.revision != revision:
        raise DraftMoved
    content = kept_content(pack)
    version.content, version.digest = content, digest_of(content)
    version.save(update_fields=["content", "digest"])
    writing.revision += 1
    writing.saved_at = now
    writing.writers = sorted({*writing.writers, *_who(actor)})
    writing.asked_by = writing.asked_at = writing.publish_from = None
    writing.save()
    record_version("save_draft", version, actor, now)
    return writing.revision


@transaction.atomic
def discard_draft(*, actor: Actor, version_id: int, now: datetime) -> None:
    """Throw a draft away, and the procedure if that was all there was of it.

    See `rights.discards` for who may. A draft made of the national catalogue stays with its record.
    Raises `NotAllowed`, `NotFound`, `NotADraft`, `NotAWriter` for one that others began, and
    `DraftExists` for one that a record of the catalogue stands on.
    """
    require_administrator(actor)
    version, writing = locked_draft(version_id, now)
    if not discards(actor, writing, now):
        raise NotAWriter
    if NationalRecord.objects.filter(version=version).exists():
        raise DraftExists(version=version.pk)
    wrote = {"begun_by": writing.begun_by, "writers": writing.writers}
    record_version("discard_draft", version, actor, now, **wrote)
    procedure = version.procedure
    version.delete()
    if not procedure.versions.exists():
        procedure.delete()


def locked_draft(version_id: int, now: datetime) -> tuple[ProcedureVersion, Writing]:
    """Lock a draft and how it is written. Raises `NotFound`, `NotADraft`."""
    version = (
        ProcedureVersion.objects.select_for_update(of=("self",))
        .select_related("procedure")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise NotFound
    if version.status != VersionStatus.DRAFT:
        raise NotADraft
    writing, _made = Writing.objects.get_or_create(version=version, defaults={"saved_at": now})
    return version, writing


def kept_content(pack: Pack) -> Content:
    """Give a pack as it is kept. Raises `PackInvalid` for a text with what is not kept, as NUL."""
    content = content_of(pack)
    if bad := unkept(content):
        problems = [(".".join(map(str, path)), "holds what is not kept") for path in bad]
        raise PackInvalid(problems=problems)
    return content


def content_changed(version_id: int) -> None:
    """Let a request to publish a draft lapse: what was asked for is no longer what it says."""
    Writing.objects.filter(version=version_id).update(
        revision=F("revision") + 1, asked_by=None, asked_at=None, publish_from=None
    )


def _draft(procedure: Procedure, pack: Pack, actor: Actor, now: datetime) -> int:
    content = kept_content(pack)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=(procedure.versions.aggregate(top=Max("number"))["top"] or 0) + 1,
        status=VersionStatus.DRAFT,
        valid_from=civil_date(now),
        content=content,
        digest=digest_of(content),
    )
    Writing.objects.create(
        version=version, saved_at=now, begun_by=actor.official_id, writers=_who(actor)
    )
    record_version("begin_draft", version, actor, now)
    return version.pk


def _who(actor: Actor) -> list[int]:
    return [] if actor.official_id is None else [actor.official_id]
