"""Search without diacritics: a `simple` tsvector and a trigram column, filled by the application.

A model takes `Searchable` and `search_indexes("room_model")`, and is saved with
`search_columns(name, code, …)`. Words of the query meet the beginnings of words of the document.

Beside each word the document keeps pairs of words of one text: of a million names a tenth hold any
one word of a name, and few hold two of them.
"""

from __future__ import annotations

from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField, TrigramWordSimilarity
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast

from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)

_MOST_WORDS = 12
# Of a longer text the pairs would be larger than the text; those near each other are kept.
_ALL_PAIRED, _NEAR = 10, 2


class Searchable(models.Model):
    """Adds the two search columns; `search_text` is folded text, `search` its words."""

    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        abstract = True


def search_indexes(prefix: str) -> list[models.Index]:
    """Give the two indexes of a searchable model, named `<prefix>_search` and `…_trigram`."""
    return [
        GinIndex(fields=["search"], name=f"{prefix}_search"),
        GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name=f"{prefix}_trigram"),
    ]


def search_columns(*texts: str) -> dict[str, str | Combinable]:
    """Give the values of the two columns for some texts, to be saved with the row."""
    document = document_of(*texts)
    return {
        "search_text": document,
        "search": Cast(Value(vector_of(document)), SearchVectorField()),
    }


def document_of(*texts: str) -> str:
    """Write what is searched: the folded words, a line for each text that has any."""
    return "\n".join(filter(None, map(search_document, texts)))


def vector_of(document: str) -> str:
    """Write the `tsvector` of a document: its words, and of each line the pairs of words."""
    found: dict[str, None] = {}
    for line in document.split("\n"):
        words = line.split(" ") if line else []
        found |= dict.fromkeys((*words, *_pairs(words)))
    # In a document there are letters, digits and blanks: nothing has to be escaped.
    return " ".join(f"'{lexeme}'" for lexeme in found)


def _pairs(words: Sequence[str]) -> Iterator[str]:
    places = range(len(words))
    reach = len(words) if len(words) <= _ALL_PAIRED else _NEAR
    for one, other in combinations(places, 2):
        if other - one <= reach:
            yield _pair(words[one], words[other])


def _pair(one: str, other: str) -> str:
    return f"{min(one, other)}+{max(one, other)}"


@SearchVectorField.register_lookup
class _Written(models.Lookup):
    """A `tsquery` as it is written: a parser would take the two words of a pair apart."""

    lookup_name = "written"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Write the match, the query as one value."""
        column, values = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", (*values, self.rhs)


class Unfinished(Enum):
    """Which words of a query may be beginnings of words; of whole ones each two must be paired."""

    NONE = "none"
    LAST = "last"
    ALL = "all"


def search(
    queryset: QuerySet[M], words: str, unfinished: Unfinished = Unfinished.ALL
) -> QuerySet[M]:
    """Keep rows in which every word of the query is, or begins, some word; no words keep all."""
    text = query_of(words, unfinished)
    if not text:
        return queryset
    return queryset.filter(search__written=text)


def query_of(words: str, unfinished: Unfinished = Unfinished.ALL) -> str:
    """Write a `tsquery` of all words; empty where there are none."""
    # `search_document` leaves letters and digits only: nothing in a term is an operator.
    terms = list(dict.fromkeys(search_document(words).split()))[:_MOST_WORDS]
    beginnings = {Unfinished.NONE: 0, Unfinished.LAST: 1}.get(unfinished, len(terms))
    whole = len(terms) - beginnings
    return " & ".join(
        [f"'{one}'" for one in _paired(terms[:whole])] + [f"'{one}':*" for one in terms[whole:]]
    )


def _paired(terms: Sequence[str]) -> list[str]:
    """Write words by twos, so that each is in some pair; a single word as it is."""
    if len(terms) == 1:
        return list(terms)
    twos = [_pair(terms[at], terms[at + 1]) for at in range(0, len(terms) - 1, 2)]
    return [*twos, _pair(*terms[-2:])] if len(terms) % 2 else twos


def resembling(queryset: QuerySet[M], words: str | Combinable) -> QuerySet[M]:
    """Keep rows that resemble misspelt words, the most alike first.

    What stands for words in a composed read must come folded already.
    """
    text: Any = search_document(words) if isinstance(words, str) else words
    alike = TrigramWordSimilarity(text, "search_text")
    return queryset.filter(search_text__trigram_word_similar=text).order_by(alike.desc(), "pk")
