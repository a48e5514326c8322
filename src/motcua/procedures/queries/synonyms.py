"""The table of everyday words as administrators see it."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel.text import collation_key, search_document
from motcua.procedures.base.everyday import shipped_phrases
from motcua.procedures.errors import SynonymUnknown
from motcua.procedures.models import Synonym


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
    """Give the phrases that hold some words, in Vietnamese order; those changed here first."""
    wanted = search_document(words)
    rows = [row for row in _all().values() if wanted in search_document(row.phrase, *row.official)]
    return sorted(rows, key=lambda row: (not row.is_changed, collation_key(row.phrase)))


def synonym(phrase: str) -> SynonymRow:
    """Give a phrase of the table. Raises `SynonymUnknown`."""
    row = _all().get(phrase)
    if row is None:
        raise SynonymUnknown
    return row


def _all() -> dict[str, SynonymRow]:
    shipped = shipped_phrases()
    rows = {
        phrase: SynonymRow(phrase, official, official, is_changed=False)
        for phrase, official in shipped.items()
    }
    for phrase, official in Synonym.objects.values_list("phrase", "official"):
        before = shipped.get(phrase, ())
        rows[phrase] = SynonymRow(phrase, tuple(official), before, is_changed=True)
    return rows
