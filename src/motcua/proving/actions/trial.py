"""The trial of a procedure: every branch filed, every case taken to its result, the wrong refused.

Everything happens in one transaction that is undone, and files are kept in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from django.core.files.storage import InMemoryStorage
from django.db import DatabaseError, transaction

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError
from motcua.kernel.files import kept_elsewhere
from motcua.procedures import queries as catalogue
from motcua.procedures.base.branches import branches, covering_answers
from motcua.procedures.enums import Channel
from motcua.proving.actions.filing import case_of, file_case
from motcua.proving.actions.handling import receive, settle
from motcua.proving.actions.printing import check_prints
from motcua.proving.actions.refusing import (
    refuse_missing_papers,
    refuse_wrong_answers,
    refuse_wrong_results,
)
from motcua.proving.actions.stage import set_stage
from motcua.proving.base.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from motcua.dossiers.actions import Submitted
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules
    from motcua.proving.actions.filing import Case
    from motcua.proving.actions.stage import Stage, Terms

log = structlog.get_logger(__name__)
_NO_QUESTION = "no_such_key"


def rehearse(pack: Pack, terms: Terms, *, now: datetime) -> Outcome:
    """Take a pack from filing to result at an agency made up for it, and leave nothing behind.

    No failure is raised: each is in the outcome.
    """
    outcome = Outcome()
    try:
        with kept_elsewhere(InMemoryStorage()), transaction.atomic():
            _rehearse(pack, terms, outcome, now)
            transaction.set_rollback(True)
    except DomainError as refusal:
        outcome.refused("trial", refusal)
    except (DatabaseError, LookupError, RuntimeError, TypeError, ValueError) as error:
        log.warning("proving.broken", code=pack.code, error=type(error).__name__)
        what = f"{type(error).__name__}: {error}"[:300]
        outcome.fail("trial", f"Không thử hết được: {what}", f"The trial broke off: {what}")
    return outcome


def _rehearse(pack: Pack, terms: Terms, outcome: Outcome, now: datetime) -> None:
    ways = _ways(pack, terms)
    if not ways:
        outcome.fail("channels", "Không có cách nộp hồ sơ nào.", "There is no way of filing.")
        return
    stage = set_stage(pack, terms, now=now)
    rules = catalogue.rules(catalogue.offering(stage.offering_id).version_id)
    samples = _samples(rules, outcome, now)
    trial = _Trial(stage, rules, outcome, now)
    for number, answers in enumerate(samples):
        for channel in ways if number == 0 else ways[:1]:
            trial.file(answers, channel, whole=number == 0)
    refuse_wrong_results(rules, outcome, now=now)
    check_prints(rules, samples, outcome, now=now)


def _ways(pack: Pack, terms: Terms) -> list[str]:
    """Give the ways of filing that are both there and taken, online first."""
    ways = [str(way.channel) for way in pack.channels if way.channel in terms.channels]
    return sorted(ways, key=lambda way: way != Channel.ONLINE)


def _samples(rules: Rules, outcome: Outcome, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Give answers that go down every branch; name the branches that none goes down."""
    coverage = covering_answers(rules, today=civil_date(now))
    for branch in sorted(coverage.uncovered):
        outcome.fail(
            f"form.{branch}",
            f"Không câu trả lời nào dẫn tới: {branch}.",
            f"No answer leads to: {branch}.",
        )
    outcome.tried["branch"] = len(branches(rules)) - len(coverage.uncovered)
    return coverage.samples


@dataclass(slots=True)
class _Trial:
    """What was tried of one procedure so far."""

    stage: Stage
    rules: Rules
    outcome: Outcome
    now: datetime
    received: set[tuple[str, str]] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=lambda: {""})

    def file(self, answers: Mapping[str, Any], channel: str, *, whole: bool) -> None:
        """File answers; settle them where the case is new; try what is wrong with new questions."""
        case = case_of(self.rules, answers, channel, self.now, whole=whole)
        variant = self.rules.variant(answers, civil_date(self.now)).code
        where = f"{channel}.{variant}"
        try:
            filed = file_case(self.stage, self.rules, case, now=self.now)
            self.outcome.tried["filed"] += 1
            if (variant, channel) not in self.received:
                self.received.add((variant, channel))
                receive(self.stage, filed, self.outcome, now=self.now)
                self._settle(filed, variant)
        except DomainError as refusal:
            self.outcome.refused(where, refusal)
        self._refuse(case, is_new_case=whole)

    def _settle(self, filed: Submitted, variant: str) -> None:
        """Settle one dossier of each case: after receipt the way of filing makes no difference."""
        if variant not in self.settled:
            self.settled.add(variant)
            settle(self.stage, filed, self.outcome, now=self.now)

    def _refuse(self, case: Case, *, is_new_case: bool) -> None:
        fresh = frozenset(case.answers) - self.questions
        if fresh:
            keys = fresh | ({_NO_QUESTION} - self.questions)
            self.questions |= keys
            refuse_wrong_answers(
                self.stage, self.rules, case, self.outcome, keys=keys, now=self.now
            )
        if is_new_case:
            refuse_missing_papers(self.stage, self.rules, case, self.outcome, now=self.now)
