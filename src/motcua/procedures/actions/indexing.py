"""The words by which procedures are found, kept beside the versions in force."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q

from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.text import search_document, spelled_document
from motcua.procedures.base.finding.reading import words_of
from motcua.procedures.base.loading import pack_from
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import Procedure, ProcedureVersion, SearchState, SearchWord

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from motcua.procedures.base.packs import Pack

_COLUMNS = """
UPDATE procedures_procedure p
SET field_code = v.field_code, search_text = v.name, names = v.names, facets = v.facets,
    search = setweight(to_tsvector('simple', v.name), 'A')
        || setweight(to_tsvector('simple', v.more), 'D')
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::jsonb[])
    AS v (id, field_code, name, more, names, facets)
WHERE p.id = v.id
"""
# A hundred thousand rows at once: as objects they would take longer to make than to write.
_WORDS = """
INSERT INTO procedures_searchword (procedure_id, word, weight)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::float8[])
"""
_LONGEST = 20_000


def index(packs: Mapping[int, Pack]) -> None:
    """Write down the words of procedures; packs by procedure's id. `words_changed` ends it."""
    if not packs:
        return
    rows = [(number, pack.field.code, *_columns(pack)) for number, pack in packs.items()]
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [list(column) for column in zip(*rows, strict=True)])
    SearchWord.objects.filter(procedure__in=packs).delete()
    words = [
        (number, word, weight)
        for number, pack in packs.items()
        for word, weight in words_of(pack).items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [list(column) for column in zip(*words, strict=True)])


def index_on(procedure_ids: Collection[int], day: date) -> None:
    """Write down the words of procedures as they are on a day; of what begins later, its first.

    A version that was published for a later day brings its words on that day (`index_begun`).
    """
    rows = ProcedureVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        procedure__in=procedure_ids,
        status=VersionStatus.PUBLISHED,
    )
    contents: dict[int, Any] = {}
    for row in rows.order_by("valid_from", "number").only("procedure", "content", "valid_from"):
        if row.procedure_id not in contents or row.valid_from <= day:
            contents[row.procedure_id] = row.content
    index({number: pack_from(content) for number, content in contents.items()})
    words_changed()
    transaction.on_commit(forget_all)


@transaction.atomic
def index_begun(*, now: datetime) -> int:
    """Write down the words of versions that begin today and were published before; give how many.

    What was published today was written down then. A second call changes nothing.
    """
    day = civil_date(now)
    begun = ProcedureVersion.objects.filter(
        status=VersionStatus.PUBLISHED,
        valid_from=day,
        published_at__lt=datetime.combine(day, time.min, ZONE),
    )
    ids = list(begun.values_list("procedure_id", flat=True).distinct())
    if ids:
        index_on(ids, day)
    return len(ids)


def index_missing() -> int:
    """Index procedures that were published before there were words of them; give their number."""
    known = SearchWord.objects.values("procedure")
    published = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED)
    rows = published.exclude(procedure__in=known).order_by("number")
    contents = dict(rows.values_list("procedure_id", "content"))
    index({number: pack_from(content) for number, content in contents.items()})
    if contents:
        words_changed()
    return len(contents)


def unindex(procedure_id: int) -> None:
    """Forget the words of a procedure without rules in force."""
    SearchWord.objects.filter(procedure=procedure_id).delete()
    Procedure.objects.filter(pk=procedure_id).update(names=[], facets={}, search=None)
    words_changed()


def words_changed() -> None:
    """Let every process read the words anew."""
    SearchState.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def _columns(pack: Pack) -> tuple[str, str, str, str]:
    """Give the folded name, all else that is searched when it does not do, names, and facets."""
    papers = (words for _case, paper in pack.papers() for words in paper.name.values())
    results = (words for result in pack.results for words in result.name.values())
    more = search_document(*pack.field.name.values(), *pack.summary.values(), *results, *papers)
    names = [spelled_document(name) for name in pack.name.values()]
    facets = {
        "field": pack.field.model_dump(mode="json"),
        "tier": str(pack.authority.level),
        "subjects": [str(subject) for subject in pack.subjects],
        "life_events": list(pack.life_events),
    }
    name = search_document(*pack.name.values())
    return name[:_LONGEST], more[:_LONGEST], json.dumps(names), json.dumps(facets)
