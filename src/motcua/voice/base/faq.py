"""Guidance that is shipped, before anybody edits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.voice.base.dated import said, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer, in two languages; whether it was written or changed here."""

    code: str
    question: Mapping[str, str]
    answer: Mapping[str, str]
    is_changed: bool = False

    def ask(self, language: str) -> str:
        """Give the question in a language."""
        return said(self.question, language)

    def reply(self, language: str) -> str:
        """Give the answer in a language."""
        return said(self.answer, language)


def shipped_entries() -> tuple[Entry, ...]:
    """Give the entries as they were shipped, in their order."""
    rows = shipped("faq")["entries"]
    return tuple(Entry(row["code"], row["question"], row["answer"]) for row in rows)
