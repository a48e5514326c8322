"""Results of the ward of the stage that wait for its leader's signature on the first day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

from motcua.agencies.queries import working_calendar
from motcua.demo.accounts import account_of
from motcua.demo.history.acting import pay_by_bank
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.demo.history.exempting import see_proof
from motcua.demo.history.filing import file_one
from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import current_step, rules_of
from motcua.kernel.calendar import is_working_day
from motcua.kernel.clock import ZONE, civil_date
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from datetime import date

    from motcua.demo.history.cast import Cast

_SEED: Final = 20261124
# Settled in three working days: a household business, and whether somebody is married.
_CODES: Final = ("1.001612", "1.004873", "1.001612", "1.004873")
_FILED, _HANDLED = time(8, 5), time(9, 20)
_APART, _STEP = timedelta(minutes=22), timedelta(minutes=35)
_MOST_STEPS = 6


def let_signatures_wait(now: datetime) -> None:
    """Bring some dossiers of the stage's ward as far as the leader's signature; once."""
    account = account_of("leader")
    ward = account.official.agency_id if account and account.official else None
    cast = next((one for one in casts(now) if one.agency.pk == ward), None)
    if cast is None or _waiting(cast) >= len(_CODES):
        return
    with nobody_is_told():
        bring_to_signature(cast, now)


def bring_to_signature(cast: Cast, now: datetime) -> int:
    """File on the working day before the last one what is signed soon; give how many wait."""
    rng = Random(_SEED)  # noqa: S311 - a play, no secrets
    offered = {code: pk for pk, code in cast.offerings}
    last = _working_day_before(civil_date(now), cast)
    filed_on = _working_day_before(last, cast)
    for number, code in enumerate(one for one in _CODES if one in offered):
        filed = datetime.combine(filed_on, _FILED, ZONE) + _APART * number
        with at_once(cast.agency.pk, filed):
            done = file_one(
                actor=rng.choice(cast.citizens), offering_id=offered[code], rng=rng, now=filed
            )
        _receive(cast, done.dossier_id, filed + _STEP)
        _handle(cast, done.dossier_id, datetime.combine(last, _HANDLED, ZONE) + _APART * number)
    return _waiting(cast)


def _working_day_before(day: date, cast: Cast) -> date:
    hours = working_calendar(cast.agency.pk)
    day -= timedelta(days=1)
    while not is_working_day(day, hours):
        day -= timedelta(days=1)
    return day


def _receive(cast: Cast, dossier_id: int, at: datetime) -> None:
    """Let the fee be paid, and the dossier accepted and handed over."""
    dossier = Dossier.objects.get(pk=dossier_id)
    if dossier.fee_state == FeeState.DUE:
        paid = at - _STEP / 2
        with at_once(cast.agency.pk, paid):
            pay_by_bank(dossier, paid)
    with at_once(cast.agency.pk, at):
        see_proof(cast.officials["receptionist"], dossier_id, at)
    for act in (actions.accept, actions.hand_over):
        with at_once(cast.agency.pk, at):
            act(actor=cast.officials["receptionist"], dossier_id=dossier_id, now=at)
        at += _STEP


def _handle(cast: Cast, dossier_id: int, at: datetime) -> None:
    """Let everybody before the leader do his step."""
    for _ in range(_MOST_STEPS):
        dossier = Dossier.objects.get(pk=dossier_id)
        if dossier.state != State.IN_PROCESS or dossier.step_role == "leader":
            return
        by: dict[str, Any] = {
            "actor": cast.officials[dossier.step_role],
            "dossier_id": dossier_id,
            "now": at,
        }
        with at_once(cast.agency.pk, at):
            if Product.DRAFT in current_step(dossier).produces:
                form = rules_of(dossier).official_form
                data = sample_answers(form, seed=dossier_id, today=civil_date(at))
                actions.draft_result(**by, data=data)
            actions.complete_step(**by, note="Hồ sơ đầy đủ, thông tin khớp.")
        at += _STEP


def _waiting(cast: Cast) -> int:
    rows = Dossier.objects.filter(agency=cast.agency, state=State.IN_PROCESS, is_open=True)
    return rows.filter(step_role="leader").count()
