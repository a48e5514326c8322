"""Search without diacritics: a `simple` tsvector and a trigram column, filled by the application.

A model takes `Searchable` and `search_indexes("room_model")`, and is saved with
`search_columns(name, code, …)`. Words of the query meet the beginnings of words of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVector,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import Value

from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

M = TypeVar("M", bound=models.Model)

_MOST_WORDS = 12


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
    document = search_document(*texts)
    return {
        "search_text": document,
        "search": SearchVector(Value(document), config="simple"),
    }


def search(queryset: QuerySet[M], words: str) -> QuerySet[M]:
    """Keep rows in which every word of the query begins some word; no words keep every row."""
    terms = search_document(words).split()[:_MOST_WORDS]
    if not terms:
        return queryset
    # `search_document` leaves letters and digits only: nothing in a term is an operator.
    query = SearchQuery(
        " & ".join(f"'{term}':*" for term in terms), config="simple", search_type="raw"
    )
    return queryset.filter(search=query)


def resembling(queryset: QuerySet[M], words: str) -> QuerySet[M]:
    """Keep rows that resemble misspelt words, the most alike first."""
    text = search_document(words)
    alike = TrigramWordSimilarity(text, "search_text")
    return queryset.filter(search_text__trigram_word_similar=text).order_by(alike.desc(), "pk")
