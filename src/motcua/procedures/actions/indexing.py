"""The words by which procedures are found, kept beside the versions in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from motcua.kernel.text import search_document
from motcua.procedures.base.finding import words_of
from motcua.procedures.base.loading import pack_from
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import ProcedureVersion, SearchWord, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.procedures.base.packs import Pack

_COLUMNS = """
UPDATE procedures_procedure p
SET field_code = v.field_code, search_text = v.name,
    search = setweight(to_tsvector('simple', v.name), 'A')
        || setweight(to_tsvector('simple', v.more), 'D')
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS v (id, field_code, name, more)
WHERE p.id = v.id
"""
_COUNTED = """
SELECT word, ln(1 + (SELECT count(DISTINCT procedure_id) FROM procedures_searchword)::float
                    / count(*))
FROM procedures_searchword GROUP BY word
"""
_BATCH = 2000
_LONGEST = 20_000


def index(packs: Mapping[int, Pack]) -> None:
    """Write down the words of procedures; packs by procedure's id. `recount_words` ends it."""
    if not packs:
        return
    rows = [(number, pack.field.code, *_columns(pack)) for number, pack in packs.items()]
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [list(column) for column in zip(*rows, strict=True)])
    SearchWord.objects.filter(procedure__in=packs).delete()
    SearchWord.objects.bulk_create(
        (
            SearchWord(procedure_id=number, word=word, weight=weight)
            for number, pack in packs.items()
            for word, weight in words_of(pack).items()
        ),
        batch_size=_BATCH,
    )


def index_missing() -> int:
    """Index procedures that were published before there were words of them; give their number."""
    known = SearchWord.objects.values("procedure")
    published = ProcedureVersion.objects.filter(status=VersionStatus.PUBLISHED)
    rows = published.exclude(procedure__in=known).order_by("number")
    contents = dict(rows.values_list("procedure_id", "content"))
    index({number: pack_from(content) for number, content in contents.items()})
    if contents:
        recount_words()
    return len(contents)


def recount_words() -> None:
    """Count anew how rare each word is, after procedures were indexed."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        counted = dict(cursor.fetchall())
    known = dict(Vocabulary.objects.values_list("word", "rarity"))
    Vocabulary.objects.filter(word__in=known.keys() - counted.keys()).delete()
    Vocabulary.objects.bulk_create(
        (
            Vocabulary(word=word, rarity=rarity)
            for word, rarity in counted.items()
            if known.get(word) != rarity
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["rarity"],
    )


def _columns(pack: Pack) -> tuple[str, str]:
    """Give the folded name, and everything else that is searched when the name does not do."""
    papers = (words for _case, paper in pack.papers() for words in paper.name.values())
    results = (words for result in pack.results for words in result.name.values())
    more = search_document(*pack.field.name.values(), *pack.summary.values(), *results, *papers)
    return search_document(*pack.name.values()), more[:_LONGEST]
