"""Guidance in force: what was shipped, with what was changed or written here."""

from __future__ import annotations

from motcua.kernel.text import search_document
from motcua.voice.base.faq import Entry, shipped_entries
from motcua.voice.errors import FaqUnknown
from motcua.voice.models import FaqEntry


def guidance(words: str = "") -> tuple[Entry, ...]:
    """Give the entries in order, shipped ones first; narrowed to those with every word."""
    terms = search_document(words).split()
    return tuple(entry for entry in _all() if entry.answer["vi"] and _has(entry, terms))


def entry_called(code: str) -> Entry:
    """Give one entry. Raises `FaqUnknown`."""
    found = next((entry for entry in _all() if entry.code == code), None)
    if found is None:
        raise FaqUnknown
    return found


def _all() -> tuple[Entry, ...]:
    changed = {row.code: _entry(row) for row in FaqEntry.objects.order_by("pk")}
    shipped = [changed.pop(entry.code, entry) for entry in shipped_entries()]
    return (*shipped, *changed.values())


def _entry(row: FaqEntry) -> Entry:
    question = {"vi": row.question_vi, "en": row.question_en}
    return Entry(row.code, question, {"vi": row.answer_vi, "en": row.answer_en}, is_changed=True)


def _has(entry: Entry, terms: list[str]) -> bool:
    document = search_document(*entry.question.values(), *entry.answer.values())
    return all(term in document for term in terms)
