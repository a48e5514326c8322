"""The rules of counting as dated rows, and the edition of them in force on a day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from motcua.kernel.calendar.errors import RuleMissing
from motcua.kernel.calendar.instants import time_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from motcua.kernel.calendar.values import PauseKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same words in Vietnamese and English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in one version.

    `text` says the rule, `because` what it did to one dossier (with {placeholders}); `value` holds
    what the rule sets (a time of day, kinds of pauses); in force from `valid_from` to `valid_to`,
    both included, either open. `confirmed` is false where the citation is recalled, not read.
    """

    code: str
    text: Sentence
    because: Sentence
    citation: str
    valid_from: date | None = None
    valid_to: date | None = None
    value: Any = None
    confirmed: bool = True


class Edition(dict[str, Rule]):
    """The rules in force on one day, by code. Raises `RuleMissing` for a code without one."""

    def __missing__(self, code: str) -> Rule:
        raise RuleMissing(rule=code)

    def require(self, code: str) -> None:
        """Refuse to go on where no version of a rule is in force."""
        if code not in self:
            raise RuleMissing(rule=code)

    def cut_off(self) -> int:
        """Give the time of day after which a same-day dossier waits, in microseconds."""
        return time_of_day(time.fromisoformat(self["after-cut-off"].value))

    def restarts(self, kind: PauseKind) -> bool:
        """Tell whether a kind of pause starts the limit afresh, or resumes it.

        Raises `RuleMissing` for a kind that no rule names.
        """
        if kind in self["pause-restarts"].value:
            return True
        if kind in self["pause-resumes"].value:
            return False
        raise RuleMissing(rule=f"pause-{kind}")


@dataclass(frozen=True, slots=True)
class Rules:
    """All versions of all rules; of two versions in force together the later row counts."""

    rows: tuple[Rule, ...]
    _changes: list[int] = field(init=False, repr=False, compare=False)
    _editions: list[Edition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        changes = sorted({0} | set(_changes(self.rows)))
        object.__setattr__(self, "_changes", changes)
        object.__setattr__(self, "_editions", [_edition(self.rows, day) for day in changes])

    def on(self, day: date) -> Edition:
        """Give the rules in force on a civil date."""
        return self.on_ordinal(day.toordinal())

    def on_ordinal(self, ordinal: int) -> Edition:
        """Give the rules in force on a day given as its proleptic ordinal."""
        return self._editions[bisect_right(self._changes, ordinal) - 1]


def _changes(rows: Iterable[Rule]) -> Iterable[int]:
    for row in rows:
        if row.valid_from:
            yield row.valid_from.toordinal()
        if row.valid_to:
            yield row.valid_to.toordinal() + 1


def _edition(rows: Iterable[Rule], ordinal: int) -> Edition:
    return Edition({row.code: row for row in rows if _in_force(row, ordinal)})


def _in_force(row: Rule, ordinal: int) -> bool:
    begun = row.valid_from is None or row.valid_from.toordinal() <= ordinal
    return begun and (row.valid_to is None or row.valid_to.toordinal() >= ordinal)


def rule_from(row: Mapping[str, Any]) -> Rule:
    """Make a rule from a row as it stands in the data file or a database."""
    return Rule(**{**row, "text": Sentence(**row["text"]), "because": Sentence(**row["because"])})
