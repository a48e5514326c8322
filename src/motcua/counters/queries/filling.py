"""What is said of the applicant once, put into every question of his form that asks for it.

The answers follow what is typed or read under the applicant for as long as nobody typed something
else into the form: `Draft.origins` tells the copies from what somebody changed or emptied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.counters.queries.knowing import known_of_who
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.prefilling import taken
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from motcua.counters.queries.knowing import Who
    from motcua.dossiers.models import Draft
    from motcua.procedures.base.forms.questions import Asked

AT_COUNTER = "counter"
"""The word that paths of such answers begin with, where they are kept."""
_BY_THEMSELVES = {"country", "era"}


@dataclass(frozen=True, slots=True)
class Filled:
    """Answers, None where one is taken away; which are the applicant's; which were put in now."""

    answers: dict[str, Any]
    origins: dict[str, dict[str, Any]]
    put: frozenset[str] = frozenset()


def noted(draft: Draft, who: Who, answers: Mapping[str, Any], now: datetime) -> Filled:
    """Say which answers are copies of what is said of the applicant, and put nothing in.

    `answers` as they were posted, None where there is none any more.
    """
    found = dict(_found(draft, who, answers, now))
    rows = {key: one.row(now) for key, one in found.items()}
    return Filled(dict(answers), {key: row for key, row in rows.items() if row})


def filled_in(draft: Draft, who: Who, answers: Mapping[str, Any], now: datetime) -> Filled:
    """Put what is said of the applicant where nobody typed anything else. Arguments as `noted`."""
    given, origins, put = dict(answers), {}, set()
    for key, one in _found(draft, who, answers, now):
        if not one.is_own and one.answer != one.value:
            given[key] = one.value
            put.add(key)
        row = one.row(now) if one.is_own else one.copy(now)
        if row:
            origins[key] = row
    return Filled(given, origins, frozenset(put))


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer beside what is said of the applicant now; `origin` as it was kept before."""

    path: str
    value: Any
    answer: Any
    before: Any
    origin: Mapping[str, Any] | None

    @property
    def is_own(self) -> bool:
        """Say whether somebody typed something else, or emptied what stood there."""
        if self.answer == self.value and self.answer is not None:
            return False
        if self.origin is None:
            return self.answer is not None
        return bool(self.origin["changed"]) or self.answer != self.before

    def row(self, now: datetime) -> dict[str, Any] | None:
        """Give what is kept of where the answer comes from; None for an answer of its own."""
        if self.origin is None and (self.answer is None or self.answer != self.value):
            return None
        return self._row(now, changed=self.is_own)

    def copy(self, now: datetime) -> dict[str, Any] | None:
        """Give what is kept of an answer that is the applicant's."""
        return None if self.value is None else self._row(now, changed=False)

    def _row(self, now: datetime, *, changed: bool) -> dict[str, Any]:
        at = now.isoformat(timespec="seconds")
        return {"path": f"{AT_COUNTER}.{self.path}", "at": at, "changed": changed}


def _found(
    draft: Draft, who: Who, answers: Mapping[str, Any], now: datetime
) -> Iterator[tuple[str, _Asked]]:
    day, form = civil_date(now), rules(draft.version_id).form
    said = {key: value for key, value in answers.items() if not _is_blank(value)}
    clean = form.validate(said, today=day).clean
    known = known_of_who(who, day)
    for page in form.pages.values():
        for question in page.questions:
            if question.prefill:
                value = taken(form, question, clean, known, day)
                yield question.key, _asked(draft, question, value, said)


def _is_blank(answer: Any) -> bool:
    """Say whether nothing was answered; a country or an era alone stands on the page by itself."""
    if not isinstance(answer, dict):
        return answer is None
    return not any(value for part, value in answer.items() if part not in _BY_THEMSELVES)


def _asked(draft: Draft, question: Asked, value: Any, said: Mapping[str, Any]) -> _Asked:
    key = question.key
    return _Asked(
        path=question.prefill or "",
        value=value,
        answer=said.get(key),
        before=None if _is_blank(before := draft.answers.get(key)) else before,
        origin=draft.origins.get(key),
    )
