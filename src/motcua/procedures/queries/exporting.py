"""What is in force of every procedure, for other systems to read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q

from motcua.kernel.caching import remembered
from motcua.procedures.base.packs import Facts, Pack
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import NationalRecord, ProcedureVersion, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

_BATCH = 200
# The form and what follows from it are nine tenths of a version.
_HEAVY = sorted(Pack.model_fields.keys() - Facts.model_fields.keys())
_FACTS = Func(
    F("content"),
    template=f"%(expressions)s - '{{{','.join(_HEAVY)}}}'::text[]",
    output_field=JSONField(),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A procedure in force, and the day its rules began.

    `source` is its record in the national catalogue, None where there is none; `is_the_records`:
    nobody changed the rules since they were made of that record.
    """

    code: str
    digest: str
    valid_from: date
    facts: Facts
    source: Mapping[str, Any] | None
    is_the_records: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A procedure in force with its whole pack in its normal form."""

    code: str
    digest: str
    valid_from: date
    content: Mapping[str, Any]


@remembered(30)
def in_force(day: date) -> tuple[tuple[str, int], ...]:
    """Give code and version of every procedure in force on a day, by code; half a minute old."""
    return tuple(_standing(day).values_list("procedure__code", "pk"))


def standing(codes: Sequence[str], day: date) -> Iterator[Standing]:
    """Yield the procedures of these codes that are in force on a day, by code."""
    written = Writing.objects.filter(version=OuterRef("pk"), revision__gt=0)
    for part in _parts(codes):
        rows = _standing(day).filter(procedure__code__in=part)
        records = {row.code: row for row in NationalRecord.objects.filter(code__in=part)}
        for pk, code, digest, begin, facts, by_hand in rows.values_list(
            "pk", "procedure__code", "digest", "valid_from", _FACTS, Exists(written)
        ):
            record = records.get(code)
            untouched = record is not None and _made(record) == pk and not by_hand
            source = None if record is None else record.source
            yield Standing(code, digest, begin, Facts.model_validate(facts), source, untouched)


def whole(codes: Sequence[str], day: date) -> Iterator[Whole]:
    """Yield the packs of these codes that are in force on a day, by code."""
    for part in _parts(codes):
        rows = _standing(day).filter(procedure__code__in=part)
        for row in rows.values_list("procedure__code", "digest", "valid_from", "content"):
            yield Whole(*row)


def _made(record: NationalRecord) -> int | None:
    """Give the version that says what its record says; none where flags were settled since."""
    settled = any((flag.get("settled") or {}).get("value") for flag in record.flags)
    return None if settled else record.version_id


def _standing(day: date) -> QuerySet[ProcedureVersion]:
    return (
        ProcedureVersion.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day),
            status=VersionStatus.PUBLISHED,
            valid_from__lte=day,
        )
        .order_by("procedure__code", "-valid_from", "-number")
        .distinct("procedure__code")
    )


def _parts(codes: Sequence[str]) -> Iterator[list[str]]:
    coming = iter(codes)
    while part := list(islice(coming, _BATCH)):
        yield part
