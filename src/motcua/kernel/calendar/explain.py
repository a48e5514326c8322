"""Why a due time is what it is, in sentences of both languages with their citations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from motcua.kernel.calendar.counts import Case, last_day, target_day
from motcua.kernel.calendar.instants import DAY, moment_of
from motcua.kernel.calendar.rules import Edition, Sentence
from motcua.kernel.calendar.values import Day, DayKind, Pause, Unit
from motcua.kernel.calendar.wording import day_words, days_words, moment_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from motcua.kernel.calendar.calendars import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the count: the rule's code, what it did, its citation, the days it touched.

    A `warning` says that the result may change: a decision is awaited, or the years are not known.
    """

    rule: str
    vi: str
    en: str
    citation: str
    days: tuple[date, ...] = ()
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All that a count used: instants of arrival, of the (re)start, and of the end."""

    case: Case
    calendar: WorkingCalendar
    arrived: int
    begun: int
    end: int
    pauses: tuple[Pause, ...]


def reasons(story: Story) -> tuple[Reason, ...]:
    """Tell the count step by step, warnings last."""
    return (*_receipt(story), *_term(story), *_skipped(story), *_stops(story), *_warnings(story))


def _reason(
    edition: Edition, code: str, days: tuple[date, ...] = (), /, **words: Sentence
) -> Reason:
    rule = edition[code]
    vi = rule.because.vi.format(**{name: word.vi for name, word in words.items()})
    en = rule.because.en.format(**{name: word.en for name, word in words.items()})
    return Reason(code, vi, en, rule.citation, days)


def _number(value: int) -> Sentence:
    return Sentence(str(value), str(value))


def _receipt(story: Story) -> Iterator[Reason]:
    case = story.case
    if story.begun != story.arrived:
        complete = moment_words(moment_of(story.begun))
        yield _reason(case.edition, "pause-restarts", complete=complete)
    if case.start != story.begun:
        received, opening = moment_of(story.begun), moment_of(case.start)
        words = {"received": moment_words(received), "opening": moment_words(opening)}
        yield _reason(case.edition, "outside-hours", **words)
    if case.limit.unit in {Unit.WORKING_DAY, Unit.DAY, Unit.MONTH}:
        day = moment_of(case.start).date()
        yield _reason(case.edition, "receipt-day", (day,), day=day_words(day))


def _term(story: Story) -> Iterator[Reason]:
    case, due = story.case, moment_words(moment_of(story.end))
    amount = _number(case.limit.amount)
    match case.limit.unit:
        case Unit.WORKING_DAY:
            yield _reason(case.edition, "working-days", amount=amount, due=due)
        case Unit.HOUR:
            yield _reason(case.edition, "working-hours", amount=amount, due=due)
        case Unit.SAME_DAY:
            late = target_day(case) != case.start // DAY
            yield _reason(case.edition, "after-cut-off" if late else "same-day", due=due)
        case Unit.DAY | Unit.MONTH:
            yield from _calendar_term(story, due)


def _calendar_term(story: Story, due: Sentence) -> Iterator[Reason]:
    case, limit = story.case, story.case.limit
    ordinal = last_day(case.start, limit)
    last = date.fromordinal(ordinal)
    words = {"amount": _number(limit.amount), "last": day_words(last)}
    yield _reason(case.edition, "months" if limit.unit == Unit.MONTH else "days", (last,), **words)
    received = date.fromordinal(case.start // DAY)
    if limit.unit == Unit.MONTH and last.day != received.day:
        yield _reason(case.edition, "short-month", (last,), **words, day=day_words(received))
    if not case.stops and not case.timeline.shifts_on(ordinal):
        yield _reason(case.edition, "end-on-day-off", (last,), last=words["last"], due=due)


def _considered(story: Story) -> range:
    """Give the days whose being worked or not made the result, as ordinals."""
    case = story.case
    first = case.start // DAY + 1
    if case.limit.unit in {Unit.DAY, Unit.MONTH}:
        first = last_day(case.start, case.limit)
    return range(first, story.end // DAY + 1)


def _skipped(story: Story) -> Iterator[Reason]:
    timeline, edition = story.case.timeline, story.case.edition
    days = _considered(story)
    rests = [day for day in days if not timeline.usual(day) and not timeline.shifts_on(day)]
    if rests:
        dates = tuple(date.fromordinal(day) for day in rests)
        yield _reason(edition, "weekly-rest", dates, count=_number(len(rests)))
    off = [day for day in days if timeline.usual(day) and not timeline.shifts_on(day)]
    for run in _runs([timeline.days[day] for day in off]):
        yield _day_off(edition, run)
    for day in days:
        row = timeline.days.get(day)
        if row and row.kind == DayKind.WORKED:
            yield _worked(edition, row)


def _runs(rows: Iterable[Day]) -> Iterator[list[Day]]:
    """Gather rows of one name and source, in order, so that Tết is said once."""
    run: list[Day] = []
    for row in rows:
        if run and (row.name_vi, row.source) != (run[-1].name_vi, run[-1].source):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _day_off(edition: Edition, run: list[Day]) -> Reason:
    dates = tuple(row.on for row in run)
    name = Sentence(run[0].name_vi, run[0].name_en)
    reason = _reason(edition, "day-off", dates, days=days_words(dates), name=name)
    return _cited(reason, run[0].source)


def _worked(edition: Edition, row: Day) -> Reason:
    name = Sentence(row.name_vi, row.name_en)
    reason = _reason(edition, "exchanged-day", (row.on,), day=day_words(row.on), name=name)
    return _cited(reason, row.source)


def _cited(reason: Reason, source: str) -> Reason:
    return Reason(reason.rule, reason.vi, reason.en, source or reason.citation, reason.days)


def _stops(story: Story) -> Iterator[Reason]:
    case = story.case
    start, end = moment_of(case.start), moment_of(story.end)
    for pause in story.pauses:
        if not case.edition.restarts(pause.kind) and pause.end > start and pause.start < end:
            names = case.edition["pause-resumes"].value[pause.kind]
            words = {"start": moment_words(pause.start), "end": moment_words(pause.end)}
            yield _reason(case.edition, "pause-resumes", kind=Sentence(**names), **words)


def _warnings(story: Story) -> Iterator[Reason]:
    edition, calendar = story.case.edition, story.calendar
    rows = (story.case.timeline.days.get(day) for day in _considered(story))
    awaited = tuple(row.on for row in rows if row and not row.confirmed)
    if awaited:
        yield _warning(_reason(edition, "unconfirmed", awaited, days=days_words(awaited)))
    last = moment_of(story.end).date()
    if calendar.known_until is None or last > calendar.known_until:
        yield _warning(_reason(edition, "not-covered", (last,), due=day_words(last)))
    first = moment_of(story.case.start).date()
    if calendar.known_from and first < calendar.known_from:
        yield _warning(_reason(edition, "not-covered", (first,), due=day_words(first)))


def _warning(reason: Reason) -> Reason:
    return Reason(reason.rule, reason.vi, reason.en, reason.citation, reason.days, warning=True)
