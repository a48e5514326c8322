"""The table of everyday words as administrators see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from motcua.kernel.text import collation_key, search_document
from motcua.procedures.base.finding.requests import shipped_sayings
from motcua.procedures.errors import SynonymUnknown
from motcua.procedures.models import Synonym

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """A phrase with what it stands for; without official words it was taken away here.

    `shipped` is what the program brings for it, if anything; `is_changed` where that was changed.
    """

    phrase: str
    official: tuple[str, ...]
    shipped: tuple[str, ...]
    is_changed: bool


def synonyms(words: str = "") -> list[SynonymRow]:
    """Give what holds some words, in Vietnamese order; that which was changed here first."""
    wanted = search_document(words)
    changed = {row.phrase: row for row in _changed()}
    own = sorted(changed.values(), key=lambda row: collation_key(row.phrase))
    rows = [row for row in own if wanted in _document(row)]
    return rows + [
        row
        for row, document in _shipped().values()
        if wanted in document and row.phrase not in changed
    ]


def synonym(phrase: str) -> SynonymRow:
    """Give a phrase of the table. Raises `SynonymUnknown`."""
    changed = next((row for row in _changed() if row.phrase == phrase), None)
    if changed is None and phrase not in _shipped():
        raise SynonymUnknown
    return changed or _shipped()[phrase][0]


def _changed() -> Iterator[SynonymRow]:
    shipped = shipped_sayings()
    for phrase, official in Synonym.objects.values_list("phrase", "official"):
        yield SynonymRow(phrase, tuple(official), shipped.get(phrase, ()), is_changed=True)


@cache
def _shipped() -> Mapping[str, tuple[SynonymRow, str]]:
    """Give what is shipped in its order, and where words are looked for in each."""
    rows = (
        SynonymRow(text, said, said, is_changed=False) for text, said in shipped_sayings().items()
    )
    ordered = sorted(rows, key=lambda row: collation_key(row.phrase))
    return {row.phrase: (row, _document(row)) for row in ordered}


def _document(row: SynonymRow) -> str:
    return search_document(row.phrase, *row.official)
