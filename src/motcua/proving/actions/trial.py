"""The trial of a procedure: every branch filed, every case taken to its result, the wrong refused.

Everything happens in one transaction that is undone, and files are kept in memory. What seals the
audit log waits for it, so there is one at a time, and it has an end.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from django.core.files.storage import InMemoryStorage
from django.db import DatabaseError, connection

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError
from motcua.kernel.files import kept_elsewhere
from motcua.procedures import queries as catalogue
from motcua.procedures.base.conditions.branches import branches, covering_answers, never
from motcua.procedures.enums import Channel, Product
from motcua.proving.actions.ending import TookTooLong, alone_for, still_in_time, undone_after
from motcua.proving.actions.filing import case_of, file_case
from motcua.proving.actions.handling import settle
from motcua.proving.actions.paying import receive
from motcua.proving.actions.printing import check_prints
from motcua.proving.actions.refusing import (
    refuse_missing_papers,
    refuse_wrong_answers,
    refuse_wrong_results,
)
from motcua.proving.actions.stage import offering_on, set_stage
from motcua.proving.base.outcomes import Outcome
from motcua.proving.errors import TrialRunning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from motcua.dossiers.actions import Submitted
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules
    from motcua.proving.actions.filing import Case
    from motcua.proving.actions.stage import Stage, Terms

log = structlog.get_logger(__name__)
_NO_QUESTION = "no_such_key"
_MOST_WAYS = 40
SECONDS = 20
"""How long a trial may take: as long, at most, waits what seals the audit log."""
# What the rules of a bad draft can break off with.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    DatabaseError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


def rehearse(pack: Pack, terms: Terms, *, now: datetime) -> Outcome:
    """Take a pack from filing to result at an agency made up for it, and leave nothing behind.

    No failure is raised: each is in the outcome. Raises `TrialRunning` while another one runs.
    """
    outcome = Outcome()
    with _told(outcome, pack.code), kept_elsewhere(InMemoryStorage()), alone_for(SECONDS):
        _rehearse(set_stage(now=now), pack, terms, outcome, now)
    return outcome


def rehearse_on(stage: Stage, pack: Pack, terms: Terms, *, now: datetime) -> Outcome:
    """Do what `rehearse` does at an agency that is made up for several packs, one after another.

    Only what this trial added is undone; to be called where trials are alone.
    """
    outcome = Outcome()
    with _told(outcome, pack.code), kept_elsewhere(InMemoryStorage()), undone_after(SECONDS):
        _rehearse(stage, pack, terms, outcome, now)
    return outcome


@contextmanager
def _told(outcome: Outcome, code: str) -> Iterator[None]:
    """Put into the outcome what a trial breaks off with; what is nothing of the pack's goes on."""
    try:
        yield
    except TrialRunning:
        raise
    except DomainError as refusal:
        outcome.refused("trial", refusal)
    except TookTooLong:
        outcome.fail(
            "trial",
            f"Thử quá {SECONDS} giây nên đã dừng. Thủ tục có quá nhiều nhánh hoặc mẫu in quá nặng.",
            f"The trial was ended after {SECONDS} seconds: too many branches, or a heavy template.",
        )
    except _BROKEN as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        log.warning("proving.broken", code=code, error=type(error).__name__)
        what = f"{type(error).__name__}: {error}"[:300]
        outcome.fail("trial", f"Không thử hết được: {what}", f"The trial broke off: {what}")


def _rehearse(agency: Stage, pack: Pack, terms: Terms, outcome: Outcome, now: datetime) -> None:
    ways = _ways(pack, terms, outcome)
    if not ways:
        if not outcome.failures:
            outcome.fail("channels", "Không có cách nộp hồ sơ nào.", "There is no way of filing.")
        return
    stage = offering_on(agency, pack, terms, now=now)
    rules = catalogue.rules(catalogue.offering(stage.offering_id).version_id)
    if rules.form.places is not None and not rules.form.places.provinces("vi"):
        outcome.fail(
            "places",
            "Chưa có danh mục tỉnh, xã nên không điền được địa chỉ. Hãy chạy motcua init.",
            "There is no list of provinces and communes for addresses. Run motcua init.",
        )
        return
    samples = _samples(rules, outcome, now)
    trial = _Trial(stage, rules, outcome, now)
    for number, answers in enumerate(samples):
        for channel in ways if number == 0 else ways[:1]:
            trial.file(answers, channel, whole=number == 0)
    trial.go_every_way(samples, ways[0])
    refuse_wrong_results(rules, outcome, now=now)
    check_prints(rules, samples, outcome, now=now)


def _ways(pack: Pack, terms: Terms, outcome: Outcome) -> list[str]:
    """Give the ways of filing that are both there and taken, online first.

    One whose time limit is to be settled is named, and left out.
    """
    ways = [way for way in pack.channels if way.channel in terms.channels]
    for way in ways:
        if way.limit_unclear:
            outcome.fail(
                f"channels.{way.channel}",
                "Thời hạn của cách nộp này chưa rõ, phải xác định trước khi mở.",
                "The time limit of this way of filing is unclear, to be settled before opening.",
            )
    clear = [str(way.channel) for way in ways if not way.limit_unclear]
    return sorted(clear, key=lambda way: way != Channel.ONLINE)


def _samples(rules: Rules, outcome: Outcome, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Give answers that go down every branch; name the branches that none goes down."""
    coverage = covering_answers(rules, today=civil_date(now), before_each=still_in_time)
    for branch in sorted(coverage.uncovered):
        where, words = never(rules.pack, branch)
        outcome.fail(
            where,
            f"Không câu trả lời nào cho thấy điều kiện có tác dụng: {words['vi']}.",
            f"No answer shows the condition at work: {words['en']}.",
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
    steps: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=lambda: {""})

    def file(self, answers: Mapping[str, Any], channel: str, *, whole: bool) -> None:
        """File answers; settle one of each case; try what is wrong with new questions.

        After receipt the way of filing makes no difference.
        """
        still_in_time()
        case = case_of(self.rules, answers, channel, self.now, whole=whole)
        variant = self.rules.variant(answers, civil_date(self.now)).code
        try:
            filed = file_case(self.stage, self.rules, case, now=self.now)
            self.outcome.tried["filed"] += 1
            if (variant, channel) not in self.received:
                self.received.add((variant, channel))
                receive(self.stage, filed, self.outcome, now=self.now)
                if variant not in self.settled:
                    self.settled.add(variant)
                    self._settle(filed, 1)
        except DomainError as refusal:
            self.outcome.refused(f"{channel}.{variant}", refusal)
        self._refuse(case, is_new_case=whole)

    def go_every_way(self, samples: Sequence[Mapping[str, Any]], channel: str) -> None:
        """Settle again, with other answers of citizen and officials, until no step is left out."""
        try:
            for number in range(_MOST_WAYS):
                still_in_time()
                if self.outcome.failures or not self._left_out():
                    return
                answers = samples[number % len(samples)]
                case = case_of(self.rules, answers, channel, self.now, whole=False)
                filed = file_case(self.stage, self.rules, case, now=self.now)
                receive(self.stage, filed, self.outcome, now=self.now)
                self._settle(filed, 100 * number)
        except DomainError as refusal:
            self.outcome.refused(channel, refusal)
        for code in self._left_out():
            self.outcome.fail(
                f"process.{code}",
                f"Không hồ sơ nào tới bước “{code}”.",
                f"No dossier comes to step “{code}”.",
            )

    def _settle(self, filed: Submitted, seed: int) -> None:
        self.steps |= settle(self.stage, filed, self.outcome, now=self.now, seed=seed)

    def _left_out(self) -> list[str]:
        """Give the steps nothing came to; receipt and return are acts of their own."""
        made = {Product.APPOINTMENT, Product.HANDOVER}
        steps = self.rules.process.steps
        return [
            step.code
            for step in steps
            if step.code not in self.steps and not made.intersection(step.produces)
        ]

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
