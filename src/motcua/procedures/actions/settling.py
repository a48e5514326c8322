"""What an administrator says of the national catalogue's records: flags, changes, those gone.

The national catalogue is its own publication: one administrator lets a change of it hold from a
day. What he said himself of it another one lets hold, and what somebody wrote by hand is published
in the workshop only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from motcua.kernel import audit, events
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.indexing import index_on
from motcua.procedures.actions.offering import close_offering
from motcua.procedures.actions.recording import record_act
from motcua.procedures.actions.writing import content_changed
from motcua.procedures.base.loading import content_of, digest_of
from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.records import Record
from motcua.procedures.base.national.settling import Place, place_of, settled_pack, settlers
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import (
    ChangeWaits,
    DraftExists,
    DraftMoved,
    NotADraft,
    OwnSettling,
    WrittenByHand,
)
from motcua.procedures.events import VersionPublished
from motcua.procedures.models import NationalRecord, Offering, ProcedureVersion, Writing
from motcua.procedures.queries import version_on
from motcua.procedures.queries.rights import no_longer_there, same_hand

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack

Value = dict[str, Any]


@transaction.atomic
def settle_flags(
    *, actor: Actor, code: str, values: Mapping[tuple[str, str], Value], now: datetime
) -> int:
    """Say what holds at flagged places of a record; give the number of flags that settles.

    `values` are by kind and path; an empty one says that the source has said it. Flags of one
    way's limit, or of its fees, are answered together. Where the rules are the catalogue's, the
    next version is drafted. Raises `NotAllowed`, `NotFound`, `PackInvalid`, `DraftExists`.
    """
    require_keeper(actor, now)
    row = _locked(code)
    record = Record.model_validate(row.source)
    places = {place_of(record, *where): value for where, value in values.items()}
    count = 0
    for flag in row.flags:
        value = _answer(record, flag, values, places)
        if value is not None:
            flag["settled"] = {"by": actor.official_id, "at": now.isoformat(), "value": value}
            count += 1
    if not count:
        raise NotFound
    _draft(row, _pack(row), now)
    row.save(update_fields=["flags", "version"])
    record_act("settle_flags", row.code, actor, now, flags=count)
    return count


def _answer(
    record: Record,
    flag: Mapping[str, Any],
    values: Mapping[tuple[str, str], Value],
    places: Mapping[Place, Value],
) -> Value | None:
    """Give what was said of a flag: of itself, or with a value of the place it shares."""
    own = values.get((flag["kind"], flag["path"]))
    if own is not None:
        return own
    return places.get(place_of(record, flag["kind"], flag["path"])) or None


def _draft(row: NationalRecord, pack: Pack, now: datetime) -> None:
    """Draft the next version of a record's rules, where they are the catalogue's and differ."""
    if row.version is None:
        return
    content = content_of(pack)
    digest = digest_of(content)
    versions = ProcedureVersion.objects.select_for_update().exclude(status=VersionStatus.WITHDRAWN)
    last = versions.filter(procedure_id=row.version.procedure_id).order_by("-number").first()
    if last is None or last.pk != row.version.pk or last.digest == digest:
        return  # written by hand since, or nothing new
    if Writing.objects.filter(version=last).exclude(writers=[]).exists():
        raise DraftExists(version=last.pk)
    if last.status == VersionStatus.DRAFT:
        last.content, last.digest = content, digest
        last.save(update_fields=["content", "digest"])
        content_changed(last.pk)
        return
    row.version = ProcedureVersion.objects.create(
        procedure_id=last.procedure_id,
        number=last.number + 1,
        status=VersionStatus.DRAFT,
        valid_from=civil_date(now),
        content=content,
        digest=digest,
    )


@transaction.atomic
def accept_change(*, actor: Actor, code: str, digest: str, valid_from: date, now: datetime) -> int:
    """Let the drafted version of a record hold from a day, today at the earliest; give its id.

    `digest` is of the draft that was looked at; `DraftMoved` where it says something else now. What
    held before ends there. Raises `NotAllowed`, `NotFound`, `NotADraft` where nothing is
    drafted, `WrittenByHand` where the draft is not just what the record and its settled flags give,
    and `OwnSettling` where values that the actor gave himself, or somebody who does not count as a
    second person beside him, would change what holds.
    """
    require_keeper(actor, now)
    row = _locked(code)
    version = _drafted(row)
    if version.digest != digest:
        raise DraftMoved
    said_by = settlers(row.flags)
    own = same_hand(actor, said_by, now) | no_longer_there(said_by, now)
    if own and not _holds_already(row, version, own):
        raise OwnSettling
    return _publish(row, version, actor=actor, valid_from=valid_from, now=now)


@transaction.atomic
def fill_limits(
    *, actor: Actor, code: str, values: Mapping[tuple[str, str], Value], now: datetime
) -> None:
    """Say time limits nobody has said yet, and let them hold from today, as one act of one person.

    Only of rules that are the catalogue's own, with nothing else waiting. Raises `NotAllowed`,
    `NotFound`, `ChangeWaits`, and what `settle_flags` raises.
    """
    row = _locked(code)
    version = row.version
    if version is None or version.pk != version_on(code, civil_date(now)):
        raise ChangeWaits
    if version.digest != digest_of(content_of(_pack(row))):
        raise ChangeWaits
    settle_flags(actor=actor, code=code, values=values, now=now)
    row = _locked(code)
    _publish(row, _drafted(row), actor=actor, valid_from=civil_date(now), now=now)


def _drafted(row: NationalRecord) -> ProcedureVersion:
    """Lock a record's draft. Raises `NotADraft`, `WrittenByHand` for one somebody wrote in."""
    drafts = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure")
    version = drafts.filter(pk=row.version_id or 0, status=VersionStatus.DRAFT).first()
    if version is None:
        raise NotADraft
    by_hand = Writing.objects.filter(version=version).exclude(writers=[], asked_by=None)
    given = digest_of(content_of(_pack(row)))
    if by_hand.exists() or not given == version.digest == digest_of(version.content):
        raise WrittenByHand
    return version


def _pack(row: NationalRecord, but: Container[int] = ()) -> Pack:
    """Give what a record says with what was said of its flags, but not by some officials."""
    record = Record.model_validate(row.source)
    flags = [flag for flag in row.flags if (flag.get("settled") or {}).get("by") not in but]
    return settled_pack(record, draft_of(record).pack, flags)


def _holds_already(row: NationalRecord, version: ProcedureVersion, own: Container[int]) -> bool:
    """Say whether what some officials said of a record changes nothing of what is published."""
    without = content_of(_pack(row, but=own))
    content = version.content
    said = [part for part in without | content if without.get(part) != content.get(part)]
    published = version.procedure.versions.filter(status=VersionStatus.PUBLISHED)
    last = published.order_by("-valid_from", "-number").first()
    before = last.content if last is not None else {}
    return all(before.get(part) == content.get(part) for part in said)


def _publish(
    row: NationalRecord,
    version: ProcedureVersion,
    *,
    actor: Actor,
    valid_from: date,
    now: datetime,
) -> int:
    day = max(valid_from, civil_date(now))
    others = ProcedureVersion.objects.filter(
        procedure_id=version.procedure_id, status=VersionStatus.PUBLISHED
    )
    others.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day).update(valid_to=day)
    later = others.filter(valid_from__gt=day).order_by("valid_from").first()
    version.status, version.published_at, version.valid_from = VersionStatus.PUBLISHED, now, day
    version.valid_to = later.valid_from if later else None
    version.save()
    index_on([version.procedure_id], civil_date(now))
    by = sorted(settlers(row.flags))
    record_act("accept_change", row.code, actor, now, version=version.pk, settled_by=by)
    events.emit(VersionPublished(version.pk, row.code), agency_id=audit.NODE, now=now)
    return version.pk


@transaction.atomic
def withdraw_gone(*, actor: Actor, code: str, on: date, now: datetime) -> None:
    """Let a procedure that the catalogue no longer has end on a day; what was filed goes on.

    Nobody takes it from then on. Raises `NotAllowed`, `NotFound`.
    """
    require_keeper(actor, now)
    row = _gone(code)
    day = max(on, civil_date(now))
    open_ones = Q(opened_to=None) | Q(opened_to__gt=day)
    for offering in Offering.objects.filter(open_ones, procedure__code=code):
        close_offering(actor=SYSTEM, offering_id=offering.pk, on=day, now=now)
    versions = ProcedureVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        procedure__code=code,
        status=VersionStatus.PUBLISHED,
    )
    for version in versions:
        version.valid_to = max(day, version.valid_from)
        version.save(update_fields=["valid_to"])
    row.gone_settled_at = now
    row.save(update_fields=["gone_settled_at"])
    transaction.on_commit(forget_all)
    record_act("withdraw_gone", row.code, actor, now)


@transaction.atomic
def keep_gone(*, actor: Actor, code: str, now: datetime) -> None:
    """Keep a procedure that the catalogue no longer has. Raises `NotAllowed`, `NotFound`."""
    require_keeper(actor, now)
    row = _gone(code)
    row.gone_settled_at = now
    row.save(update_fields=["gone_settled_at"])
    record_act("keep_gone", row.code, actor, now)


def _locked(code: str) -> NationalRecord:
    rows = NationalRecord.objects.select_for_update(of=("self",)).select_related("version")
    row = rows.filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def _gone(code: str) -> NationalRecord:
    row = _locked(code)
    if row.gone_at is None or row.gone_settled_at is not None:
        raise NotFound
    return row
