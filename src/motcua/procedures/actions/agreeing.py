"""Publishing by two people: one who wrote asks, one who did not agrees, from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from motcua.kernel import audit, events
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.authorising import (
    require_administrator,
    require_keeper,
    require_writer,
)
from motcua.procedures.actions.indexing import index_on, unindex
from motcua.procedures.actions.recording import record_version
from motcua.procedures.actions.writing import locked_draft
from motcua.procedures.base.lint import lint_pack
from motcua.procedures.base.loading import pack_from
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import (
    AskerGone,
    DraftUnsound,
    NotAskedFor,
    OwnWriting,
    SameHand,
    VersionInUse,
)
from motcua.procedures.events import VersionPublished
from motcua.procedures.models import NationalRecord, Offering, ProcedureVersion
from motcua.procedures.queries import hold_alone
from motcua.procedures.queries.rights import no_longer_there, same_hand

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


@transaction.atomic
def ask_publication(*, actor: Actor, version_id: int, publish_from: date, now: datetime) -> None:
    """Ask that a draft become the rule from a day on, today at the earliest.

    Raises `NotAllowed`, `NotTheKeeper` for what another agency began, `NotFound`, `NotADraft`, and
    `DraftUnsound` where the checks find errors.
    """
    require_administrator(actor)
    version, writing = locked_draft(version_id, now)
    require_writer(actor, writing, now)
    sound_pack(version, civil_date(now))
    writing.asked_by, writing.asked_at = actor.official_id, now
    writing.publish_from = max(publish_from, civil_date(now))
    writing.returned_because = ""
    writing.revision += 1
    writing.save()
    record_version("ask_publication", version, actor, now)


@transaction.atomic
def return_draft(*, actor: Actor, version_id: int, because: str, now: datetime) -> None:
    """Give a draft back to who wrote it, with the reason; also to take one's own request back.

    Raises `NotAllowed`, `NotTheKeeper` for what another agency began, `NotFound`, `NotADraft`,
    `NotAskedFor`.
    """
    require_administrator(actor)
    version, writing = locked_draft(version_id, now)
    require_writer(actor, writing, now)
    if writing.asked_by is None:
        raise NotAskedFor
    writing.asked_by = writing.asked_at = writing.publish_from = None
    writing.returned_because = because
    writing.revision += 1
    writing.save()
    record_version("return_draft", version, actor, now)


@transaction.atomic
def agree_to_publish(
    *, actor: Actor, version_id: int, revision: int, digest: str, now: datetime
) -> None:
    """Publish a draft that was asked for, as the second of two people.

    `revision` and `digest` are those that were looked at; every request and every change raises the
    revision, so that the day is the one that was seen. What held before ends on that day. Raises
    `NotAllowed`, `NotTheKeeper`, `NotFound`, `NotADraft`, `NotAskedFor`, `OwnWriting`, `AskerGone`,
    `SameHand`, `DraftUnsound`.
    """
    require_keeper(actor, now)
    version, writing = locked_draft(version_id, now)
    if writing.asked_by is None or writing.publish_from is None:
        raise NotAskedFor
    if (writing.revision, version.digest) != (revision, digest):
        raise NotAskedFor
    own = {*writing.writers, writing.asked_by, *_settlers(version)}
    if actor.official_id is None or actor.official_id in own:
        raise OwnWriting
    if no_longer_there([writing.asked_by], now):
        raise AskerGone
    if same_hand(actor, own, now):
        raise SameHand
    pack = sound_pack(version, civil_date(now))
    day = max(writing.publish_from, civil_date(now))
    later = _others(version).filter(valid_from__gt=day).order_by("valid_from").first()
    until = Q(valid_to=None) | Q(valid_to__gt=day)
    _others(version).filter(until, valid_from__lte=day).update(valid_to=day)
    version.status, version.published_at = VersionStatus.PUBLISHED, now
    version.valid_from = day
    version.valid_to = later.valid_from if later else None
    version.save()
    writing.agreed_by = actor.official_id
    writing.save(update_fields=["agreed_by"])
    index_on([version.procedure_id], civil_date(now))
    record_version("publish", version, actor, now)
    published = VersionPublished(version.pk, pack.code)
    events.emit(published, agency_id=audit.NODE, now=now)


@transaction.atomic
def undo_publication(*, actor: Actor, version_id: int, now: datetime) -> None:
    """Take back the newest publication; what held before holds on.

    Whoever calls makes sure that no dossier stands on it. Raises `NotAllowed`, `NotTheKeeper`,
    `NotFound`, and `VersionInUse` where it is not the newest, or agencies would be left without
    rules.
    """
    require_keeper(actor, now)
    found = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure")
    version = found.filter(pk=version_id, status=VersionStatus.PUBLISHED).first()
    if version is None:
        raise NotFound
    hold_alone(version.pk)
    before = _others(version).order_by("-valid_from", "-number").first()
    if before is not None and before.valid_from > version.valid_from:
        raise VersionInUse
    if before is None and Offering.objects.filter(procedure=version.procedure).exists():
        raise VersionInUse
    version.status, version.valid_to = VersionStatus.WITHDRAWN, version.valid_from
    version.save(update_fields=["status", "valid_to"])
    if before is None:
        unindex(version.procedure_id)
        transaction.on_commit(forget_all)
    else:
        before.valid_to = None
        before.save(update_fields=["valid_to"])
        index_on([version.procedure_id], civil_date(now))
    record_version("undo_publication", version, actor, now)


def sound_pack(version: ProcedureVersion, today: date) -> Pack:
    """Give a draft's pack. Raises `DraftUnsound` where the checks find errors."""
    pack = pack_from(version.content, where=version.procedure.code)
    errors = [row for row in lint_pack(pack, today=today) if row.is_blocking]
    if errors:
        raise DraftUnsound(errors=len(errors))
    return pack


def _settlers(version: ProcedureVersion) -> set[int]:
    """Give who said what holds at flags of the record that a draft was made of."""
    rows = NationalRecord.objects.filter(version=version).values_list("flags", flat=True)
    settled = [flag["settled"] for flags in rows for flag in flags if flag.get("settled")]
    return {each["by"] for each in settled if each["value"] and each["by"] is not None}


def _others(version: ProcedureVersion) -> QuerySet[ProcedureVersion]:
    rows = version.procedure.versions.exclude(pk=version.pk)
    return rows.filter(status=VersionStatus.PUBLISHED)
