"""What a proof finds: numbers of what was tried, and a sentence for each thing that failed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from motcua.kernel.errors import DomainError

_LANGUAGES = ("vi", "en")
_MOST_DETAILS = 5
_PARTICULARS = re.compile(r"“[^”]*”|\([^)]*\)|[\d.,]+")


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not hold: where it happened, and the sentence in both languages."""

    where: str
    words: Mapping[str, str]

    def as_json(self) -> dict[str, str]:
        """Give it as it is kept."""
        return {"where": self.where, **self.words}


@dataclass(slots=True)
class Outcome:
    """What was tried so far, by kind, and what failed."""

    tried: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say that a result was reached, and nothing failed."""
        return bool(self.tried["result"]) and not self.failures

    def fail(self, where: str, vi: str, en: str) -> None:
        """Note a failure, once."""
        failure = Failure(where, {"vi": vi, "en": en})
        if failure not in self.failures:
            self.failures.append(failure)

    def refused(self, where: str, refusal: DomainError) -> None:
        """Note that an act was refused that must not be, with the rule it broke."""
        words = {}
        for language in _LANGUAGES:
            with translation.override(language):
                words[language] = f"{type(refusal).message}{_details(refusal)}"
        self.fail(where, **words)

    def kept(self) -> dict[str, Any]:
        """Give it as a proof keeps it."""
        return {
            "holds": self.holds,
            "tried": {kind: number for kind, number in self.tried.items() if number},
            "failures": [failure.as_json() for failure in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Kind:
    """What failed in the same way at several procedures; the words are those of the first."""

    failure: Mapping[str, str]
    procedures: tuple[str, ...]


def kinds_of(failed: Iterable[tuple[str, Iterable[Mapping[str, str]]]]) -> list[Kind]:
    """Sort the failures of procedures by what failed, the most frequent first.

    The same is what happened at the same kind of place, and is said with the same words but for
    names and numbers.
    """
    found: dict[tuple[str, str], tuple[Mapping[str, str], dict[str, None]]] = {}
    for procedure, failures in failed:
        for failure in failures:
            said = _PARTICULARS.sub("…", failure["vi"])
            key = (failure["where"].partition(".")[0], said)
            found.setdefault(key, (failure, {}))[1][procedure] = None
    kinds = [Kind(failure, tuple(procedures)) for failure, procedures in found.values()]
    return sorted(kinds, key=lambda kind: -len(kind.procedures))


def _details(refusal: DomainError) -> str:
    """Name the places a refusal speaks of: codes of questions, papers, roles."""
    items = (
        item
        for value in refusal.details.values()
        for item in (value if isinstance(value, list | tuple) else [value])
    )
    places = [str(item.get("path", "")) if isinstance(item, dict) else str(item) for item in items]
    return f" ({', '.join(places[:_MOST_DETAILS])})" if places else ""
