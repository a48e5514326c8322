"""The working page of a counter: who is here, who waits, what was begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.counters.base import priorities_on
from motcua.counters.queries import counters_of, kinds_of, shift_of, waiting_at
from motcua.counters.queries.booking import awaited_at, procedures_booked
from motcua.counters.queries.filings import begun_at
from motcua.counters.queries.knowing import who_of
from motcua.counters.queries.waiting import absent_at, called_at
from motcua.dossiers.queries.papers_by_post import taking_among
from motcua.kernel.clock import civil, civil_date
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import rules
from motcua.procedures.queries.at_agency import taken_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.models import Counter
    from motcua.counters.models import Booking, ServiceKind, Shift, Ticket
    from motcua.counters.queries import Seat, Waiting
    from motcua.desk.counter.forms import ReceiveForm
    from motcua.kernel.actors import Actor

MOST_WAITING = 25


@dataclass(frozen=True, slots=True)
class Begun:
    """Something begun at this counter and not filed yet."""

    public_id: UUID
    who: str
    procedure: str
    saved_at: datetime
    ticket: str
    is_posted: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody booked a time today and has not come yet; it names nobody."""

    booking: Booking
    procedure: str


@dataclass(frozen=True, slots=True)
class CounterPage:
    """What the page of a counter shows; `shift` is one's own there, None where one does not sit."""

    counter: Counter
    shift: Shift | None
    current: Ticket | None
    waiting: tuple[Waiting, ...]
    absent: tuple[Ticket, ...]
    begun: tuple[Begun, ...]
    others: tuple[Seat, ...]
    kinds: tuple[ServiceKind, ...]
    priorities: tuple[tuple[str, str], ...]
    awaited: tuple[Awaited, ...] = ()
    form: ReceiveForm | None = None
    refusal: str = ""

    @property
    def shown(self) -> tuple[Waiting, ...]:
        """Give those who wait as far as the page lists them: who is called soon."""
        return self.waiting[:MOST_WAITING]

    @property
    def more(self) -> int:
        """Say how many wait beyond them."""
        return max(len(self.waiting) - MOST_WAITING, 0)

    @property
    def is_running(self) -> bool:
        """Say whether people may be called."""
        return self.shift is not None and self.shift.paused_at is None

    @property
    def priority_names(self) -> Mapping[str, str]:
        """Give the names of priorities by code."""
        return dict(self.priorities)


def counter_page(actor: Actor, counter: Counter, now: datetime, language: str) -> CounterPage:
    """Give the working page of a counter as it is now."""
    shift = shift_of(actor)
    seats = [seat for seat in counters_of(actor, now) if seat.counter.unit_id == counter.unit_id]
    here = shift if shift is not None and shift.counter_id == counter.pk else None
    priorities = priorities_on(civil_date(now))
    return CounterPage(
        counter=counter,
        shift=here,
        current=called_at(counter.pk, now),
        waiting=tuple(waiting_at(counter.unit_id, now)),
        absent=tuple(absent_at(counter.unit_id, now)),
        begun=_begun(counter.pk, language) if here else (),
        others=tuple(seat for seat in seats if seat.counter.pk != counter.pk),
        kinds=tuple(_giving(counter.unit_id, now)),
        priorities=tuple((one.code, one.name_in(language)) for one in priorities),
        awaited=_awaited(counter.unit_id, now, language),
    )


def _awaited(unit_id: int, now: datetime, language: str) -> tuple[Awaited, ...]:
    rows = awaited_at(unit_id, now)
    names = procedures_booked(rows, language)
    return tuple(Awaited(one, names[one.pk]) for one in rows)


def _giving(unit_id: int, now: datetime) -> list[ServiceKind]:
    return [one for one in kinds_of(unit_id) if one.gives_at(civil(now).time())]


def offerings_here(counter: Counter, now: datetime, language: str) -> list[tuple[int, str]]:
    """Give what the counter's unit receives from people who come: the offering and its name."""
    found = taken_at(counter.unit_id, Channel.COUNTER, civil_date(now))
    return [(number, say(name, language)) for number, name in found]


def _begun(counter_id: int, language: str) -> tuple[Begun, ...]:
    begun = begun_at(counter_id)
    posted = taking_among([row.draft_id for row in begun])
    return tuple(
        Begun(
            public_id=row.public_id,
            who=who_of(row).full_name,
            procedure=say(rules(row.draft.version_id).pack.name, language),
            saved_at=row.draft.saved_at,
            ticket=str(row.ticket) if row.ticket else "",
            is_posted=row.draft_id in posted,
        )
        for row in begun
    )
