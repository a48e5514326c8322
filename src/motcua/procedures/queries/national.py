"""The national catalogue as administrators settle it: flags, changes, records that are gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from motcua.kernel.errors import NotFound
from motcua.kernel.text import collation_key, fold
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.national.records import Record
from motcua.procedures.base.texts import say
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import NationalRecord, Procedure, ProcedureVersion
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from motcua.procedures.base.packs import Pack

PER_PAGE = 50
_NO_WORD = re.compile(r"[^\w.]+|_")

# Names are in the catalogue's own words; the folded ones find them, as everywhere.
_FLAGS = """
FROM procedures_nationalrecord r
LEFT JOIN procedures_procedure p ON p.code = r.code
CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(r.flags) AS (kind text, path text, said text, settled jsonb)
) WITH ORDINALITY AS f (kind, path, said, settled, place)
WHERE r.gone_at IS NULL AND (f.settled IS NULL) = %(is_open)s
  AND (%(kind)s = '' OR f.kind LIKE %(kind)s || '%%')
  AND (%(field)s = '' OR p.field_code = %(field)s)
  AND (%(tier)s = '' OR p.facets ->> 'tier' = %(tier)s)
  AND (%(agency)s = 0 OR EXISTS (
    SELECT FROM procedures_offering o WHERE o.procedure_id = p.id AND o.agency_id = %(agency)s))
  AND (r.code = %(code)s OR p.search_text LIKE ALL (%(words)s::text[]))
"""
_ROWS = (
    "SELECT r.code, f.kind, f.path, f.said, f.settled "
    f"{_FLAGS} ORDER BY r.code, f.place LIMIT %(limit)s OFFSET %(offset)s"
)
_COUNTS = f"SELECT f.kind, count(*), count(DISTINCT r.code) {_FLAGS} GROUP BY f.kind"
_FIELDS = """
SELECT p.field_code, min(p.facets -> 'field' -> 'name' ->> 'vi')
FROM procedures_nationalrecord r JOIN procedures_procedure p ON p.code = r.code
WHERE r.flags <> '[]'::jsonb GROUP BY p.field_code ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which flags are looked for: beginning of a kind, field, tier, words or code, open or settled.

    `agency_id` narrows to what that agency offers; 0 does not.
    """

    kind: str = ""
    field: str = ""
    words: str = ""
    tier: str = ""
    agency_id: int = 0
    is_open: bool = True

    def arguments(self) -> dict[str, Any]:
        """Give what the statements take."""
        words = _NO_WORD.sub(" ", fold(self.words)).split()
        return {
            "kind": self.kind,
            "field": self.field,
            "tier": self.tier,
            "agency": self.agency_id,
            "words": [f"%{word}%" for word in words],
            "code": self.words.strip().replace("\0", ""),
            "is_open": self.is_open,
        }


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag of a record, by its kind and path; `settled` is what was said of it, if anything."""

    code: str
    name: str
    kind: str
    path: str
    said: str
    settled: dict[str, Any] | None


def flags_of(sought: Sought, page: int) -> list[FlagRow]:
    """Give a page of flags, by code and place, one more than a page holds where more follow."""
    limits = {"limit": PER_PAGE + 1, "offset": PER_PAGE * (page - 1)}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, sought.arguments() | limits)
        rows = cursor.fetchall()
    names = names_of({row[0] for row in rows})
    return [
        FlagRow(code, names.get(code, code), kind, path, said, _loaded(settled))
        for code, kind, path, said, settled in rows
    ]


def flag_counts(sought: Sought) -> dict[str, tuple[int, int]]:
    """Give the numbers of flags, and of procedures that have some, by kind."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, sought.arguments())
        return {kind: (flags, procedures) for kind, flags, procedures in cursor.fetchall()}


def fields_with_flags() -> list[tuple[str, str]]:
    """Give the fields of administration that have flags, as (code, name)."""
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS)
        return [(code, name or code) for code, name in cursor.fetchall()]


def names_of(codes: set[str]) -> dict[str, str]:
    """Give the names that the catalogue has for procedures."""
    rows = NationalRecord.objects.filter(code__in=codes)
    return dict(rows.values_list("code", "source__TENTTHC"))


def record_of(code: str) -> tuple[NationalRecord, Record]:
    """Give a record as it is kept and as it is read. Raises `NotFound`."""
    row = NationalRecord.objects.select_related("version").filter(code=code).first()
    if row is None:
        raise NotFound
    return row, Record.model_validate(row.source)


def changed_records() -> QuerySet[NationalRecord]:
    """Give the records whose next version is drafted, those changed last first."""
    drafted = NationalRecord.objects.filter(version__status=VersionStatus.DRAFT)
    return drafted.select_related("version").order_by("-imported_at", "code")


@dataclass(frozen=True, slots=True)
class Change:
    """A drafted version of a record with its digest, and the one it would follow, if any."""

    code: str
    before: Pack | None
    after: Pack
    changed_at: datetime
    digest: str


def change_of(code: str) -> Change:
    """Give what is drafted of a record. Raises `NotFound`."""
    row = changed_records().filter(code=code).first()
    if row is None or row.version is None:
        raise NotFound
    published = (
        ProcedureVersion.objects.filter(
            procedure_id=row.version.procedure_id, status=VersionStatus.PUBLISHED
        )
        .order_by("-valid_from", "-number")
        .values_list("content", flat=True)
        .first()
    )
    before = pack_from(published) if published else None
    after = pack_from(row.version.content)
    return Change(code, before, after, row.imported_at, row.version.digest)


def gone_records() -> QuerySet[NationalRecord]:
    """Give the records that the catalogue no longer has, and nobody said yet what follows."""
    rows = NationalRecord.objects.filter(gone_at__isnull=False, gone_settled_at=None)
    return rows.order_by("-gone_at", "code")


def gone_record(code: str) -> NationalRecord:
    """Give a record that is gone. Raises `NotFound`."""
    row = gone_records().filter(code=code).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which procedures are looked for to open: by words or code, field, tier; all where empty.

    `first` is the tier whose procedures come first.
    """

    words: str = ""
    field: str = ""
    tier: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Codes in their order, and the fields there are among what the words and the tier leave."""

    codes: tuple[str, ...]
    fields: tuple[tuple[str, Mapping[str, str]], ...]


def not_offered(agency_id: int, wanted: Wanted, day: date) -> NotOffered:
    """Give the procedures that an agency does not take, by tier, then field, then name."""
    catalogue, found = words_now(), set(_not_offered(agency_id, wanted.words, day))
    named = [
        code
        for code in catalogue.by_name
        if code in found and wanted.tier in {"", *catalogue.facets[code].tier}
    ]
    fields = {code: next(iter(catalogue.facets[code].field)) for code in named}
    spelled = {code: say(catalogue.field_names[code], "vi") for code in set(fields.values())}
    order = {code: collation_key(name) for code, name in spelled.items()}
    # By name already; what is equal stays as it was.
    named.sort(
        key=lambda code: (wanted.first not in catalogue.facets[code].tier, order[fields[code]])
    )
    return NotOffered(
        tuple(code for code in named if wanted.field in {"", fields[code]}),
        tuple((code, catalogue.field_names[code]) for code in sorted(order, key=order.__getitem__)),
    )


def _not_offered(agency_id: int, words: str, day: date) -> QuerySet[Procedure, str]:
    taken = Procedure.objects.filter(offerings__agency=agency_id).exclude(
        offerings__opened_to__lte=day
    )
    found = Procedure.objects.exclude(pk__in=taken).filter(
        versions__status=VersionStatus.PUBLISHED, versions__valid_from__lte=day
    )
    named = found
    for word in _NO_WORD.sub(" ", fold(words)).split():
        named = named.filter(search_text__contains=word)
    found = named | found.filter(code=words.strip().replace("\0", ""))
    return found.distinct().values_list("code", flat=True)


def _loaded(settled: str | dict[str, Any] | None) -> dict[str, Any] | None:
    # Django reads jsonb as text on its cursors.
    return orjson.loads(settled) if isinstance(settled, str) else settled
