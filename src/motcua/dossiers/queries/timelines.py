"""The clock of a dossier told from filing to its end: each rule, pause, restart and day off.

The same lines for its applicant, its officials and the command line, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.dossiers.base.handling import handling_rules, plain, said_in, told
from motcua.dossiers.enums import PauseKind, State, Urgency
from motcua.dossiers.models import ResultPart, Transition
from motcua.dossiers.queries.awaiting_papers import awaited_since, papers_lapse_at
from motcua.dossiers.queries.clocks import counted, spans
from motcua.dossiers.queries.dues import (
    apology_due_by,
    hand_over_due_by,
    kept_until,
    last_apology,
    payment_due_by,
    payment_lapses_at,
    rule_over,
    supplement_until,
)
from motcua.dossiers.queries.intakes import intake_of
from motcua.dossiers.queries.kept import apology_kept, moves_of, pauses_of, steps_of
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel import calendar
from motcua.kernel.calendar.rules import Sentence
from motcua.kernel.calendar.wording import moment_words
from motcua.kernel.clock import civil, civil_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from motcua.dossiers.models import Dossier

# Of the count these are told by the events that caused them.
_BEGINNING = frozenset({"accept", "answer_supplement"})
_DRAWN = {"running": "done", "rule": "next", "warning": "late"}
_EVER = datetime.max.replace(tzinfo=UTC)
_TOLD_BY_EVENTS = frozenset({"pause-restarts", "pause-resumes"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the clock: when, by which rule, what it did, and where that is written.

    `kind` is how a page draws it: done, paused, running, rule, late, next or warning. `confirmed`
    is false where the citation awaits a reader.
    """

    at: datetime
    kind: str
    rule: str
    words: Sentence
    citation: str
    confirmed: bool = True
    days: tuple[date, ...] = ()

    def text(self, language: str) -> str:
        """Say it in a language."""
        return said_in(self.words, language)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a dossier at a moment: where it stands, what is due when, and why.

    `due_at` is the first promise, by which lateness is judged; `appointed_at` the one that holds
    now. What does not apply is None.
    """

    code: str
    state: str
    urgency: Urgency
    is_running: bool
    accepted_at: datetime | None
    due_at: datetime | None
    appointed_at: datetime | None
    finished_at: datetime | None
    paused_at: datetime | None
    hand_over_by: datetime | None
    supplement_until: datetime | None
    apology_by: datetime | None
    pay_by: datetime | None
    lapses_at: datetime | None
    kept_until: datetime | None
    lines: tuple[Line, ...]


def clock_of(dossier: Dossier, now: datetime) -> Clock:
    """Tell the clock of a dossier at a moment."""
    is_running = dossier.is_open and not dossier.finished_at and not dossier.paused_at
    accepted = dossier.accepted_at
    waits = dossier.state == State.ACCEPTED and accepted is not None
    in_hand = dossier.state == State.IN_PROCESS
    teller = _Teller(dossier)
    return Clock(
        code=dossier.code,
        state=dossier.state,
        urgency=dossier.urgency(now),
        is_running=bool(is_running and accepted),
        accepted_at=accepted,
        due_at=dossier.due_at,
        appointed_at=dossier.appointed_at,
        finished_at=dossier.finished_at,
        paused_at=dossier.paused_at,
        hand_over_by=hand_over_due_by(dossier, accepted=accepted) if waits and accepted else None,
        supplement_until=supplement_until(dossier, teller.pauses) if in_hand else None,
        apology_by=apology_due_by(dossier),
        pay_by=payment_due_by(dossier),
        lapses_at=payment_lapses_at(dossier),
        kept_until=kept_until(dossier),
        lines=tuple(teller.lines()),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as the time line of a page takes it."""

    title: str
    state: str
    at: datetime
    meta: str


def entries_of(clock: Clock, language: str) -> tuple[Entry, ...]:
    """Give the lines of a clock as a page draws them, the citation under each."""
    return tuple(
        Entry(line.text(language), _DRAWN.get(line.kind, line.kind), line.at, line.citation)
        for line in clock.lines
    )


class _Teller:
    """Tells the lines of one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.pauses = pauses_of(dossier)
        self.moves = moves_of(dossier)

    def lines(self) -> Iterator[Line]:
        """Give the lines in order; of one moment, the event before what follows from it."""
        told_so_far = [*self._events(), *self._outages(), *self._others()]
        return iter(sorted(told_so_far, key=lambda line: line.at))

    def _events(self) -> Iterator[Line]:
        begun = self._begun()
        for move in self.moves:
            tell = _TELLS.get(move.action)
            if tell is not None:
                yield from tell(self, move)
            if move is begun:
                yield from self._count(move.at)

    def line(
        self, kind: str, rule: str, at: datetime, /, **words: Sentence | datetime | None
    ) -> Line:
        """Write a line of a rule as it stood on the day; `at` is among its words."""
        row = rule_over(self.dossier, rule, civil_date(at))
        said = {name: _worded(word) for name, word in {"at": at, **words}.items()}
        return Line(civil(at), kind, rule, told(row, **said), row.citation, row.confirmed)

    def due_as_of(self, moment: datetime) -> datetime:
        """Give what was promised at a moment: by the pauses that had ended by then."""
        return self._counted(moment).due_at

    def _counted(self, moment: datetime | None = None) -> calendar.Due:
        """Count the limit with the pauses that have ended, or had by a moment."""
        assert self.dossier.accepted_at
        dossier, received = self.dossier, self.dossier.accepted_at
        ended = [one for one in self.pauses if one.ended_at and one.ended_at <= (moment or _EVER)]
        limit = rules_of(dossier).limit(
            dossier.channel, civil_date(dossier.submitted_at), dossier.answers
        )
        return calendar.due(
            received,
            counted(limit.amount, limit.unit),
            working_calendar(dossier.agency_id),
            pauses=spans(ended, received),
        )

    def _outages(self) -> Iterator[Line]:
        for pause in self.pauses:
            if pause.kind != PauseKind.OUTAGE:
                continue
            why = plain(pause.reason)
            yield self.line("paused", "outage-began", pause.started_at, reason=why)
            if pause.ended_at and self.dossier.accepted_at:
                due = self.due_as_of(pause.ended_at)
                yield self.line("running", "outage-ended", pause.ended_at, due=due)

    def _others(self) -> Iterator[Line]:
        """Tell what was done by other agencies' units, and what is kept for whoever fetches it."""
        dossier = self.dossier
        for run in steps_of(dossier):
            if run.unit is None or run.unit.agency_id == dossier.agency_id:
                continue
            unit = Sentence(run.unit.name, run.unit.name_in("en"))
            yield self.line("done", "interlinked", run.started_at, unit=unit)
        until = kept_until(dossier)
        if until is not None and dossier.finished_at is not None:
            yield self.line("next", "unclaimed-result", dossier.finished_at, until=until)

    def _begun(self) -> Transition | None:
        """Give the move from which the limit counts: its receipt, or the last that completed it."""
        if self.dossier.accepted_at is None:
            return None
        begins = [
            move
            for move in self.moves
            if move.action == "accept" or move.from_state == State.SUPPLEMENT_IN_PROCESS
        ]
        return [move for move in begins if move.action in _BEGINNING][-1]

    def _count(self, begun: datetime) -> Iterator[Line]:
        """Tell how the promised time was counted, at the moment from which it counts."""
        for reason in self._counted().explained:
            if reason.rule in _TOLD_BY_EVENTS:
                continue
            kind = "warning" if reason.warning else "rule"
            words = Sentence(reason.vi, reason.en)
            yield Line(civil(begun), kind, reason.rule, words, reason.citation, days=reason.days)

    # --- one event each ------------------------------------------------------------------------

    def filed(self, move: Transition) -> Iterator[Line]:
        yield self.line("done", "filed", move.at)
        since, until = awaited_since(self.dossier), papers_lapse_at(self.dossier)
        if since is not None and until is not None:
            yield self.line("next", "papers-awaited", since, until=until)

    def papers_arrived(self, move: Transition) -> Iterator[Line]:
        yield self.line("done", "papers-arrived", move.at)

    def accepted(self, move: Transition) -> Iterator[Line]:
        yield self.line("running", "accepted", move.at, due=self.due_as_of(move.at))
        taken = intake_of(self.dossier) if self.is_elsewhere(move) else None
        if taken is not None:
            office = Sentence(
                f"{taken.unit.name}, {taken.agency.name}",
                f"{taken.unit.name_in('en')}, {taken.agency.name_in('en')}",
            )
            agency = Sentence(self.dossier.agency.name, self.dossier.agency.name_in("en"))
            yield self.line("done", "receipt-anywhere", move.at, office=office, agency=agency)
        if self.dossier.state == State.ACCEPTED:
            until = hand_over_due_by(self.dossier, accepted=move.at)
            yield self.line("next", "hand-over", move.at, until=until)

    def is_elsewhere(self, move: Transition) -> bool:
        """Say whether another agency's official made a move."""
        return move.official is not None and move.official.agency_id != self.dossier.agency_id

    def handed_over(self, move: Transition) -> Iterator[Line]:
        first = next(iter(steps_of(self.dossier)), None)
        until = first.due_at if first else None
        if until is not None and move.at > until:
            yield self.line("late", "handed-over-late", move.at, until=until)
        else:
            yield self.line("done", "handed-over", move.at)
        if self.dossier.state == State.IN_PROCESS:
            last = supplement_until(self.dossier, self.pauses)
            yield self.line("rule", "supplement-within", move.at, until=last)

    def supplement_asked(self, move: Transition) -> Iterator[Line]:
        count = plain(len(move.data.get("items", [])))
        yield self.line("paused", "supplement-once", move.at, count=count)

    def supplement_answered(self, move: Transition) -> Iterator[Line]:
        if move.from_state == State.SUPPLEMENT_IN_PROCESS:
            due = self.due_as_of(move.at)
            yield self.line("running", "supplement-answered", move.at, due=due)
        else:
            yield self.line("done", "completed-at-receipt", move.at)

    def payment_asked(self, move: Transition) -> Iterator[Line]:
        rules = handling_rules().on(civil_date(move.at))
        until = move.at + timedelta(days=rules["obligation-time"].value["amount"])
        lapses = move.at + timedelta(days=rules["obligation-lapse"].value["amount"])
        yield self.line("paused", "obligation-asked", move.at, until=until)
        if self.dossier.state == move.to_state:
            yield self.line("next", "obligation-lapse", move.at, until=lapses)

    def payment_settled(self, move: Transition) -> Iterator[Line]:
        if self.dossier.accepted_at and self.dossier.accepted_at <= move.at:
            due = self.due_as_of(move.at)
            yield self.line("running", "obligation-met", move.at, due=due)
        else:
            yield self.line("done", "obligation-met-at-receipt", move.at)

    def ended(self, move: Transition) -> Iterator[Line]:
        due = self.dossier.due_at
        if due is not None and move.at > due and move.from_state == State.IN_PROCESS:
            yield self.line("late", "refusal-late", move.at, until=due)
        else:
            yield self.line("done", "refusal", move.at)

    def withdrawn(self, move: Transition) -> Iterator[Line]:
        yield self.line("done", "withdrawal", move.at)

    def apologised(self, move: Transition) -> Iterator[Line]:
        made = apology_kept(self.dossier)
        if made is None:
            return
        words = {"first": made.first_due_at, "again": made.due_at}
        if made.is_late:
            assert self.dossier.accepted_at
            begun = self.dossier.accepted_at
            until = last_apology(self.dossier, made.first_due_at, begun=begun)
            yield self.line("late", "apology-late", move.at, until=until, **words)
        else:
            yield self.line("done", "apology", move.at, **words)
        yield self.line("rule", "reappointment-once", move.at, **words)

    def part_returned(self, move: Transition) -> Iterator[Line]:
        part = ResultPart.objects.filter(pk=move.data.get("part")).first()
        if part is not None:
            yield self.line("done", "partial-result", move.at, name=plain(part.name))

    def finished(self, move: Transition) -> Iterator[Line]:
        due = self.dossier.due_at
        if due is not None and move.at > due:
            yield self.line("late", "late-result", move.at, first=due)
        elif due is not None and civil_date(move.at) < civil_date(due):
            yield self.line("done", "early-result", move.at)
        else:
            yield self.line("done", "timely-result", move.at)

    def returned(self, move: Transition) -> Iterator[Line]:
        yield self.line("done", "returned", move.at)


_TELLS: Mapping[str, Callable[[_Teller, Transition], Iterator[Line]]] = {
    "submit": _Teller.filed,
    "papers_arrived": _Teller.papers_arrived,
    "accept": _Teller.accepted,
    "hand_over": _Teller.handed_over,
    "ask_supplement": _Teller.supplement_asked,
    "answer_supplement": _Teller.supplement_answered,
    "ask_payment": _Teller.payment_asked,
    "settle_payment": _Teller.payment_settled,
    "refuse": _Teller.ended,
    "stop": _Teller.ended,
    "withdraw": _Teller.withdrawn,
    "apologise": _Teller.apologised,
    "approve_part": _Teller.part_returned,
    "finish": _Teller.finished,
    "return_result": _Teller.returned,
}


def _worded(word: Sentence | datetime | None) -> Sentence:
    if word is None:
        return plain("")
    return moment_words(word) if isinstance(word, datetime) else word
