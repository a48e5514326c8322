"""An afternoon without current in the made-up world: clocks stood still, paper came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from motcua.agencies.enums import Role
from motcua.agencies.models import Unit
from motcua.agencies.queries import working_calendar
from motcua.demo.accounts import account_of
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.demo.history.exempting import see_proof
from motcua.demo.history.filing import upload_again
from motcua.demo.world.offerings import BIRTH
from motcua.dossiers import actions
from motcua.dossiers.actions.counter_filing import (
    Applicant,
    start_counter_draft,
    submit_at_counter,
)
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.outages import (
    OutageFacts,
    agree_to_outage,
    ask_outage,
    end_outage,
)
from motcua.dossiers.actions.provisional import bind_number, make_block, say_used, spoil_number
from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier, Outage, Upload
from motcua.dossiers.queries.provisional import number_of
from motcua.identity.models import Person
from motcua.identity.queries import actor_for
from motcua.insight.actions import recount
from motcua.kernel.calendar import is_working_day, nth_working_day
from motcua.kernel.clock import ZONE, civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from datetime import date

    from motcua.demo.history.cast import Cast
    from motcua.dossiers.models import Draft, ProvisionalBlock
    from motcua.kernel.actors import Actor

_DAYS_AGO = 8
_FROM, _TO = time(13, 30), time(16, 30)
_ENTERED = time(8, 10)
_SHEETS, _GIVEN_OUT = 20, 4
# The sheets that were entered, by how many minutes into the outage they were taken.
_TAKEN = {1: 15, 2: 70}
_SPOILED = 3


@dataclass(frozen=True, slots=True)
class _Afternoon:
    """When it was: the beginning, the end, and the next working morning."""

    start: datetime
    end: datetime
    morning: datetime


def play_outage(now: datetime) -> None:
    """Let the city's two administrators declare an outage of the whole node, eight days ago.

    One that is there already is left as it is.
    """
    keepers = [account_of(part) for part in ("keeper", "second-keeper")]
    receptionist = account_of("receptionist")
    if Outage.objects.exists() or receptionist is None or None in keepers:
        return
    first, second = (actor_for(account, now) for account in keepers if account)
    agency_id = actor_for(receptionist, now).powers[0].agency_id
    cast = next(one for one in casts(now) if one.agency.pk == agency_id)
    play_afternoon(cast, (first, second), now)
    recount()


def play_afternoon(cast: Cast, keepers: tuple[Actor, Actor], now: datetime) -> None:
    """Play the outage, and what one agency took on paper meanwhile."""
    when = _afternoon(cast, now)
    first, second = keepers
    with nobody_is_told():
        block = _print_sheets(cast, when.start - timedelta(days=3))
        facts = OutageFacts(
            "Mất điện cả khu vực trung tâm dữ liệu",
            "Thông báo 15/TB-VP (minh họa)",
            when.start,
            whole_node=True,
        )
        asked = ask_outage(
            actor=first,
            agency_id=next(iter(first.agencies(Role.ADMINISTRATOR))),
            facts=facts,
            now=when.start + timedelta(minutes=10),
        )
        by: dict[str, Any] = {"public_id": asked.public_id}
        agree_to_outage(actor=second, **by, now=when.start + timedelta(minutes=18))
        over = when.end + timedelta(minutes=5)
        end_outage(actor=first, **by, ended_at=when.end, now=over)
        carry_out_outages(now=over)
        _enter_all(cast, block, when)


def _afternoon(cast: Cast, now: datetime) -> _Afternoon:
    hours = working_calendar(cast.agency.pk)
    day = civil_date(now) - timedelta(days=_DAYS_AGO)
    while not is_working_day(day, hours):
        day -= timedelta(days=1)
    return _Afternoon(
        datetime.combine(day, _FROM, ZONE),
        datetime.combine(day, _TO, ZONE),
        datetime.combine(nth_working_day(day, 1, hours), _ENTERED, ZONE),
    )


def _print_sheets(cast: Cast, now: datetime) -> ProvisionalBlock:
    unit = Unit.objects.get(agency=cast.agency, code="MC")
    counter = unit.counters.order_by("code").first()
    return make_block(
        actor=cast.officials["receptionist"],
        unit=unit,
        counter_id=counter.pk if counter else None,
        sheets=_SHEETS,
        now=now,
    )


def _enter_all(cast: Cast, block: ProvisionalBlock, when: _Afternoon) -> None:
    """Enter two sheets the next morning, note one as spoiled; one that was given out lacks."""
    receptionist = cast.officials["receptionist"]
    by: dict[str, Any] = {"actor": receptionist, "now": when.morning}
    say_used(**by, public_id=block.public_id, used_to=_GIVEN_OUT)
    people = Person.objects.filter(is_invented=True, account__isnull=False).order_by("pk")
    for (serial, minutes), person in zip(_TAKEN.items(), people[: len(_TAKEN)], strict=False):
        taken = when.start + timedelta(minutes=minutes)
        with at_once(cast.agency.pk, when.morning), at_once(cast.agency.pk, taken):
            draft = _typed(cast, serial, taken.date(), when.morning)
            number = number_of(block, serial)
            bind_number(**by, number=number, draft_id=draft.public_id, taken_at=taken)
            applicant = Applicant(person, None, "", str(person.phone), str(person.email))
            filed = submit_at_counter(**by, draft=draft, applicant=applicant, lacking=frozenset())
            see_proof(receptionist, filed.dossier_id, when.morning)
            if Dossier.objects.get(pk=filed.dossier_id).fee_state != FeeState.DUE:
                actions.accept(**by, dossier_id=filed.dossier_id)
                actions.hand_over(**by, dossier_id=filed.dossier_id)
    spoil_number(**by, number=number_of(block, _SPOILED), reason="Viết nhầm họ tên (minh họa)")


def _typed(cast: Cast, seed: int, day: date, now: datetime) -> Draft:
    """Type a birth registration, which costs nothing, with its papers, at the counter."""
    receptionist = cast.officials["receptionist"]
    offering_id = next(number for number, code in cast.offerings if code == BIRTH)
    rules = catalogue.rules(catalogue.offering(offering_id).version_id)
    answers = sample_answers(rules.form, seed=Random(seed).getrandbits(32), today=day)  # noqa: S311 - a play, no secrets
    draft = start_counter_draft(
        actor=receptionist, offering_id=offering_id, answers=answers, now=now
    )
    taken: set[str] = set()
    for row in rules.papers(answers, Channel.COUNTER, day):
        if row.is_required and (not row.paper.one_of or row.paper.one_of not in taken):
            taken.add(row.paper.one_of or "")
            upload = upload_again(receptionist, row.code, now, row.paper.types)
            Upload.objects.filter(public_id=upload).update(draft=draft, paper_code=row.code)
    return draft
