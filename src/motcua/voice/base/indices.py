"""The indices of Circular 01/2018, Article 13, as dated data, and what a fact scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.voice.base.dated import in_force, said, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

HIGHEST = 2


@dataclass(frozen=True, slots=True)
class Level:
    """A score of an index and its words; the bounds that a measured fact must keep."""

    score: int
    words: Mapping[str, str]
    ends: str = ""
    most: int | None = None
    least: int | None = None
    least_procedures: int | None = None

    def say(self, language: str) -> str:
        """Give the words of the level in a language."""
        return said(self.words, language)


@dataclass(frozen=True, slots=True)
class Index:
    """One index: what it is of, where its score comes from, and its levels, best first."""

    code: str
    of: tuple[str, ...]
    source: str
    fact: str
    name: Mapping[str, str]
    question: Mapping[str, str]
    levels: tuple[Level, ...]
    citation: str
    is_confirmed: bool

    @property
    def is_asked(self) -> bool:
        """Say whether the citizen may answer it."""
        return self.source in {"asked", "both"}

    @property
    def is_required(self) -> bool:
        """Say whether only the citizen knows it."""
        return self.source == "asked"

    def say_name(self, language: str) -> str:
        """Give the name in a language."""
        return said(self.name, language)

    def say_question(self, language: str) -> str:
        """Give the question in a language."""
        return said(self.question, language)

    def level(self, score: int) -> Level | None:
        """Give the level of a score; None where the index has no such."""
        return next((level for level in self.levels if level.score == score), None)

    def of_ending(self, ending: str) -> int | None:
        """Score how something ended: `early`, `on-time` or `late`; None where that is not known."""
        return next((level.score for level in self.levels if level.ends == ending), None)

    def of_count(self, count: int) -> int:
        """Score a number of which fewer are better."""
        return next(
            level.score for level in self.levels if level.most is None or count <= level.most
        )

    def of_share(self, share: float, procedures: float = 100) -> int:
        """Score a per cent of which more are better, and the per cent of procedures beside it."""
        return next(
            level.score
            for level in self.levels
            if (level.least is None or share >= level.least)
            and (level.least_procedures is None or procedures >= level.least_procedures)
        )


def indices_on(day: date, of: str) -> tuple[Index, ...]:
    """Give the indices in force on a day, of a `dossier` or of an `agency`."""
    return tuple(index for row, index in _rows() if in_force(row, day) and of in index.of)


def index_named(day: date, code: str) -> Index:
    """Give one index as in force on a day. Raises `StopIteration` for one there is not."""
    return next(index for row, index in _rows() if in_force(row, day) and index.code == code)


def amount_on(day: date, code: str) -> int:
    """Give an amount of the house's rules of privacy on a day."""
    rows = (row for row in shipped("indices")["privacy"] if in_force(row, day))
    return next(int(row["amount"]) for row in rows if row["code"] == code)


@cache
def _rows() -> tuple[tuple[Mapping[str, Any], Index], ...]:
    return tuple((row, _index(row)) for row in shipped("indices")["indices"])


def _index(row: Mapping[str, Any]) -> Index:
    return Index(
        code=row["code"],
        of=tuple(row["of"]),
        source=row["source"],
        fact=row["fact"],
        name=row["name"],
        question=row["question"],
        levels=tuple(_level(level) for level in row["levels"]),
        citation=row["citation"],
        is_confirmed=bool(row["confirmed"]),
    )


def _level(row: Mapping[str, Any]) -> Level:
    bounds = {key: row[key] for key in ("ends", "most", "least", "least_procedures") if key in row}
    words = {key: row[key] for key in ("vi", "en")}
    return Level(score=row["score"], words=words, **bounds)
