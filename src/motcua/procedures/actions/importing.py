"""The national catalogue comes in: every record is kept, what is new becomes a version.

A record that was never seen is published as it is: the catalogue is its publication. One that
changed becomes a draft, which an administrator publishes; one that is gone is marked so. Rules that
were written by hand are never touched.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
from django.db import transaction
from django.db.models import DateTimeField, Value

from motcua.kernel import audit
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.indexing import index, words_changed
from motcua.procedures.actions.writing import content_changed
from motcua.procedures.base.loading import Content, content_of, digest_of
from motcua.procedures.base.national.drafting import READING, draft_of
from motcua.procedures.base.national.settling import settled_pack
from motcua.procedures.enums import VersionStatus
from motcua.procedures.errors import RecordInvalid
from motcua.procedures.models import NationalRecord, Procedure, ProcedureVersion, Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.national.flags import Flag
    from motcua.procedures.base.national.records import Record
    from motcua.procedures.base.packs import Pack

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A record that came in, and the source it was read from."""

    record: Record
    source: dict[str, Any]

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the source and of how it is read, in hex.

        The same record has the same everywhere, until records are understood otherwise.
        """
        source = orjson.dumps([READING, self.source], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(source).hexdigest()


@dataclass(slots=True)
class Imported:
    """What an import did, so far: numbers of records, and of flags by kind.

    `refused` are the codes of records that no rules can be made of, with the problems of each.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Give the records that were dealt with."""
        return self.created + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class _Drafted:
    received: Received
    digest: str
    pack: Pack
    content: Content
    flags: list[dict[str, Any]]


def import_records(
    *, actor: Actor, records: Iterable[Received], now: datetime
) -> Iterator[Imported]:
    """Take the national catalogue in; give how far it is after each batch, the same object.

    Each batch is a transaction of its own. Codes are expected once. Raises `NotAllowed`.
    """
    require_keeper(actor, now)
    told, coming = Imported(), iter(records)
    while batch := list(islice(coming, _BATCH)):
        with transaction.atomic():
            _take(batch, told, actor=actor, now=now)
        yield told
    words_changed()
    transaction.on_commit(forget_all)
    yield told


@transaction.atomic
def mark_gone(*, actor: Actor, present: frozenset[str], now: datetime) -> int:
    """Mark the records that the whole catalogue no longer has; give their number.

    Nothing is deleted, and what is filed under them goes on.
    """
    require_keeper(actor, now)
    gone = NationalRecord.objects.filter(gone_at=None).exclude(code__in=present)
    codes = list(gone.values_list("code", flat=True))
    gone.update(gone_at=now)
    _record("record_gone", codes, actor=actor, now=now)
    return len(codes)


def _take(batch: list[Received], told: Imported, *, actor: Actor, now: datetime) -> None:
    codes = [each.record.MATTHC for each in batch]
    known = {
        row.code: row for row in NationalRecord.objects.select_for_update().filter(code__in=codes)
    }
    NationalRecord.objects.filter(code__in=codes).exclude(gone_at=None).update(
        gone_at=None, gone_settled_at=None
    )
    fresh: list[_Drafted] = []
    changed: list[_Drafted] = []
    for each in batch:
        row = known.get(each.record.MATTHC)
        if row is not None and row.digest == each.digest:
            told.unchanged += 1
            told.flags.update(flag["kind"] for flag in row.flags)
            continue
        try:
            drafted = _drafted(each)
        except RecordInvalid as error:
            told.refused[each.record.MATTHC] = _problems(error)
            continue
        told.flags.update(flag["kind"] for flag in drafted.flags)
        (fresh if row is None else changed).append(drafted)
    _create(fresh, actor=actor, now=now)
    updated = []
    for drafted in changed:
        row = known[drafted.received.record.MATTHC]
        is_same = row.source == drafted.received.source
        is_drafted = _change(row, _carried(drafted, row.flags), now=now)
        if is_drafted or not is_same:
            updated.append(row.code)
    told.created += len(fresh)
    told.updated += len(updated)
    told.unchanged += len(changed) - len(updated)
    _record("record_changed", updated, actor=actor, now=now)


def _drafted(received: Received) -> _Drafted:
    draft = draft_of(received.record)
    content = content_of(draft.pack)
    flags = [_flag(flag) for flag in draft.flags]
    return _Drafted(received, received.digest, draft.pack, content, flags)


def _problems(error: RecordInvalid) -> list[tuple[str, str]]:
    problems = error.details["problems"]
    assert isinstance(problems, list)
    return problems


def _flag(flag: Flag) -> dict[str, Any]:
    return {"kind": str(flag.kind), "path": flag.path, "said": flag.said}


def _carried(drafted: _Drafted, before: list[dict[str, Any]]) -> _Drafted:
    """Keep what was said of places that say the same as before."""
    said = {(flag["kind"], flag["path"], flag["said"]): flag.get("settled") for flag in before}
    flags = [
        flag | {"settled": settled}
        if (settled := said.get((flag["kind"], flag["path"], flag["said"])))
        else flag
        for flag in drafted.flags
    ]
    pack = settled_pack(drafted.received.record, drafted.pack, flags)
    return replace(drafted, pack=pack, content=content_of(pack), flags=flags)


def _create(fresh: list[_Drafted], *, actor: Actor, now: datetime) -> None:
    """Keep records never seen; publish those whose procedure nobody wrote rules for."""
    codes = [each.pack.code for each in fresh]
    by_hand = set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
    ours = [each for each in fresh if each.pack.code not in by_hand]
    procedures = Procedure.objects.bulk_create(
        Procedure(code=each.pack.code, field_code=each.pack.field.code) for each in ours
    )
    versions = ProcedureVersion.objects.bulk_create(
        ProcedureVersion(
            procedure=procedure,
            number=1,
            status=VersionStatus.PUBLISHED,
            valid_from=civil_date(now),
            published_at=_one_by_one(now),
            content=each.content,
            digest=digest_of(each.content),
        )
        for procedure, each in zip(procedures, ours, strict=True)
    )
    index({procedure.pk: each.pack for procedure, each in zip(procedures, ours, strict=True)})
    made = {version.procedure.code: version for version in versions}
    NationalRecord.objects.bulk_create(
        NationalRecord(
            code=each.pack.code,
            source=each.received.source,
            digest=each.digest,
            flags=each.flags,
            version=made.get(each.pack.code),
            imported_at=_one_by_one(now),
        )
        for each in fresh
    )
    _record("record_imported", codes, actor=actor, now=now)


def _one_by_one(moment: datetime) -> Value:
    """Give a moment so that rows are written as they are, and not as an array for each column.

    An array escapes every quotation mark of the documents in it, which takes most of an import.
    """
    return Value(moment, output_field=DateTimeField())


def _change(row: NationalRecord, drafted: _Drafted, *, now: datetime) -> bool:
    """Keep a changed record; where its rules are the catalogue's, draft the next version.

    Gives whether its rules are others than those of its last version.
    """
    is_drafted = False
    if row.version is not None:
        digest = digest_of(drafted.content)
        versions = ProcedureVersion.objects.filter(procedure_id=row.version.procedure_id)
        last = versions.select_for_update().order_by("-number").first()
        assert last is not None
        is_drafted = last.digest != digest
        if is_drafted:
            is_kept = last.status != VersionStatus.DRAFT or _is_written(last)
            number = last.number + is_kept
            row.version, _made = versions.update_or_create(
                procedure_id=row.version.procedure_id,
                number=number,
                defaults={
                    "status": VersionStatus.DRAFT,
                    "valid_from": civil_date(now),
                    "content": drafted.content,
                    "digest": digest,
                },
            )
            content_changed(row.version.pk)
    row.source, row.digest, row.flags = drafted.received.source, drafted.digest, drafted.flags
    row.imported_at = now
    row.save()
    return is_drafted


def _is_written(version: ProcedureVersion) -> bool:
    """Say whether somebody writes in a draft: what is written by hand is never replaced."""
    return Writing.objects.filter(version=version).exclude(writers=[]).exists()


def _record(act: str, codes: Iterable[str], *, actor: Actor, now: datetime) -> None:
    acts = [audit.Act(f"procedures.{act}", ("procedure", code), audit.NODE) for code in codes]
    audit.record_all(acts, actor=actor, now=now)
