"""When a dossier is due: the one public computation of the working-time engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from motcua.kernel.calendar.counts import Case, Stops, end_of
from motcua.kernel.calendar.explain import Reason, Story, reasons
from motcua.kernel.calendar.instants import DAY, instant_of, moment_of
from motcua.kernel.calendar.shipped import default_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from motcua.kernel.calendar.calendars import WorkingCalendar
    from motcua.kernel.calendar.rules import Edition, Rules
    from motcua.kernel.calendar.values import Limit, Pause


@dataclass(frozen=True, slots=True)
class Due:
    """The moment a dossier is due, in the civil zone, and how it was reached."""

    due_at: datetime
    story: Story = field(repr=False, compare=False)

    @property
    def explained(self) -> tuple[Reason, ...]:
        """The rules applied, the days skipped and the warnings; made when asked for."""
        return reasons(self.story)


def due(
    received: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    rules: Rules | None = None,
    pauses: Sequence[Pause] = (),
) -> Due:
    """Count a time limit from an aware moment of receipt.

    Working days, same day, calendar days and months end at a closing; hours end within working
    time. The rules are the shipped ones unless others are given, each as in force on the day of
    receipt. A pause that restarts the limit counts it again from its end, even if the limit had
    run out; other pauses stop it at their moment and give back the time they took, where they
    begin before it ends. The same-day time itself (15:00:00) and the moment of closing still belong
    to the day.

    Source: Civil Code 2015, Articles 147 and 148; the one-door decrees; see `data/calendar.yaml`.
    Raises `MomentNaive`, `OutOfReach`, `RuleMissing`.
    """
    arrived = instant_of(received)
    edition = (rules or default_rules()).on_ordinal(arrived // DAY)
    begun, stops = _applied(arrived, pauses, edition) if pauses else (arrived, ())
    start = calendar.timeline.opening_from(begun)
    case = Case(calendar.timeline, edition, limit, start, stops)
    end = end_of(case)
    return Due(moment_of(end), Story(case, calendar, arrived, begun, end, tuple(pauses)))


def _applied(arrived: int, pauses: Sequence[Pause], edition: Edition) -> tuple[int, Stops]:
    """Give the instant from which the limit counts, and the stops after it."""
    begun, stops = arrived, []
    for pause in pauses:
        stretch = instant_of(pause.start), instant_of(pause.end)
        if edition.restarts(pause.kind):
            begun = max(begun, stretch[1])
        else:
            stops.append(stretch)
    return begun, _merged(stop for stop in sorted(stops) if stop[1] > begun)


def _merged(stops: Iterable[tuple[int, int]]) -> Stops:
    merged: list[tuple[int, int]] = []
    for start, end in stops:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
