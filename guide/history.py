"""A year of one ward, and a morning on which every desk of it has work."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.agencies.models import Counter
from motcua.counters import actions as counters
from motcua.counters.models import CounterFiling
from motcua.counters.queries.knowing import Who
from motcua.demo.accounts import account_of
from motcua.demo.build import found_the_world
from motcua.demo.history.acting import act
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.demo.history.filing import file_one
from motcua.demo.history.year import play_agency
from motcua.demo.world.voices import let_people_speak
from motcua.dossiers.actions import Typed
from motcua.dossiers.models import Dossier
from motcua.insight.actions import recount
from motcua.kernel import clock
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Channel
from motcua.procedures.queries import offering as find_offering, rules
from motcua.procedures.queries.at_agency import taken_at

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.demo.history.cast import Cast

DOSSIERS_A_DAY = 0.8
# How many of this morning's dossiers come as far as each desk.
_AS_FAR_AS = {"filed": 5, "accepted": 3, "specialist": 4, "head": 2, "leader": 4, "finished": 5}
_MOST_ACTS, _MOST_FILED = 12, 60
VISITOR = Who(
    full_name="Nguyễn Thị An",
    number="001190000123",
    birth_date="1990-01-02",
    sex="female",
    address="Số 1 phố Hoa Sữa, Ba Đình, Hà Nội",
    phone="0912345678",
    is_seen=True,
)


def play() -> None:
    """Build the world and play; a second call does what is missing."""
    found_the_world()
    now = clock.now()
    account = account_of("receptionist")
    assert account is not None
    assert account.official is not None
    (ward,) = (cast for cast in casts(now) if cast.agency.pk == account.official.agency_id)
    with nobody_is_told():
        if not Dossier.objects.exists():
            play_agency(ward, now - timedelta(days=1), DOSSIERS_A_DAY)
            _fill_the_desks(ward, now - timedelta(hours=1))
        if not CounterFiling.objects.exists():
            _begin_at_the_counter(ward, now)
    let_people_speak(now)
    recount()


def _fill_the_desks(ward: Cast, now: datetime) -> None:
    """File dossiers until each desk has its share of them."""
    rng = Random(2026)  # noqa: S311 - a play, no secrets
    wanted = [place for place, count in _AS_FAR_AS.items() for _number in range(count)]
    for number in range(_MOST_FILED):
        if not wanted:
            return
        at = now + timedelta(seconds=30 * number)
        offering, _code = rng.choice(ward.offerings)
        with at_once(ward.agency.pk, at):
            filed = file_one(actor=rng.choice(ward.citizens), offering_id=offering, rng=rng, now=at)
        if _bring(ward, rng, filed.dossier_id, wanted[0], at) == wanted[0]:
            wanted.pop(0)


def _bring(ward: Cast, rng: Random, dossier_id: int, place: str, at: datetime) -> str:
    """Let a dossier be handled until it is somewhere, or goes elsewhere; say where it is."""
    for step in range(_MOST_ACTS):
        dossier = Dossier.objects.get(pk=dossier_id)
        where = dossier.step_role if dossier.state == "in-process" else dossier.state
        if where == place and not (where == "filed" and dossier.fee_state == "due"):
            return str(where)
        moment = at + timedelta(seconds=step + 1)
        with at_once(ward.agency.pk, moment):
            if not act(ward, rng, dossier, moment):
                return ""
    return ""


def _begin_at_the_counter(ward: Cast, now: datetime) -> None:
    """Leave the shortest form at the counter, filled in; its papers are still to come."""
    clerk, today = ward.officials["receptionist"], civil_date(now)
    counter = Counter.objects.filter(unit__agency=ward.agency).order_by("code")[0]
    counters.open_shift(actor=clerk, counter_id=counter.pk, now=now)
    forms = {
        offering: rules(find_offering(offering).version_id).form
        for offering, _name in taken_at(counter.unit_id, Channel.COUNTER, today)
    }
    filled = {key: sample_answers(form, seed=7, today=today) for key, form in forms.items()}
    shortest = min(filled, key=lambda key: len(filled[key]))
    filing = counters.start_filing(
        actor=clerk, counter_id=counter.pk, offering_id=shortest, who=VISITOR, now=now
    )
    typed = Typed(page="", answers=filled[shortest])
    counters.save_filing(actor=clerk, filing_id=filing.public_id, who=VISITOR, typed=typed, now=now)
