"""What is due when by the rules of handling: hand-over, supplement, apology, money, fetching.

Each function gives a moment, or None where nothing is due; sweeps and pages ask the same ones.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from motcua.agencies.queries import working_calendar
from motcua.dossiers.base.handling import rule_on, span_of
from motcua.dossiers.base.special import rule_for
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Pause, Transition
from motcua.dossiers.queries.clocks import spans
from motcua.dossiers.queries.kept import apology_kept, pauses_of
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel import calendar
from motcua.kernel.calendar import next_opening, nth_working_day
from motcua.kernel.calendar.instants import DAY, moment_of
from motcua.kernel.clock import ZONE, civil, civil_date
from motcua.payments.queries.paid import last_taken_back_at
from motcua.procedures.enums import FeeDue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.dossiers.models import Dossier
    from motcua.kernel.calendar import Rule, WorkingCalendar

PAYING = frozenset({State.PAYMENT_AT_RECEIPT, State.PAYMENT_IN_PROCESS})


def rule_over(dossier: Dossier, code: str, day: date) -> Rule:
    """Give a rule as it stands on a civil day for a dossier: the general one, or a special law."""
    field = rules_of(dossier).pack.field.code
    return rule_for(code, day, procedure=dossier.procedure_code, field=field)


def hand_over_due_by(dossier: Dossier, *, accepted: datetime) -> datetime:
    """Give the moment by which a dossier accepted at a moment must have been handed over.

    Source: Decree 61/2018, Article 18.
    """
    rule = rule_over(dossier, "hand-over", civil_date(accepted))
    hours = working_calendar(dossier.agency_id)
    start = next_opening(accepted, hours)
    if start.time() <= time.fromisoformat(rule.value["cut_off"]):
        return _shift_end(start.date(), hours, last=True)
    following = nth_working_day(start.date(), 1, hours)
    noon = datetime.combine(following, time.fromisoformat(rule.value["morning_ends"]), ZONE)
    return min(_shift_end(following, hours, last=False), noon)


def supplement_until(dossier: Dossier, pauses: Sequence[Pause] | None = None) -> datetime | None:
    """Give the last moment at which the unit that settles a dossier may ask for a supplement.

    Pauses do not count; who has read them gives them. None before acceptance. Source: Decree
    61/2018, Article 19.4, or a special law.
    """
    if dossier.accepted_at is None:
        return None
    rule = rule_over(dossier, "supplement-within", civil_date(dossier.accepted_at))
    if pauses is None:
        pauses = pauses_of(dossier)
    return calendar.due(
        dossier.accepted_at,
        span_of(rule),
        working_calendar(dossier.agency_id),
        pauses=spans(pauses, dossier.accepted_at),
    ).due_at


def apology_due_by(dossier: Dossier) -> datetime | None:
    """Give the last moment at which an apology is in time: a working day before the promised one.

    A limit that ends sooner than that leaves until its end. None where nothing is promised, or the
    clock stands still, or it was promised anew already. Source: Decree 61/2018, Article 19.9.
    """
    due, accepted = dossier.due_at, dossier.accepted_at
    if due is None or accepted is None or dossier.finished_at:
        return None
    if not dossier.is_open or dossier.paused_at is not None or apology_kept(dossier):
        return None
    return last_apology(dossier, due, begun=accepted)


def last_apology(dossier: Dossier, due: datetime, *, begun: datetime) -> datetime:
    """Give the last moment at which an apology for a promised time is not late."""
    ends, hours = civil(due), working_calendar(dossier.agency_id)
    day = ends.date()
    for _ in range(span_of(rule_over(dossier, "apology", civil_date(begun))).amount):
        day = _working_day_before(day, hours)
    moment = min(datetime.combine(day, ends.time(), ZONE), _shift_end(day, hours, last=True))
    return moment if moment > begun else due


def payment_due_by(dossier: Dossier) -> datetime | None:
    """Give until when the order of what must be paid now is open; None where nothing is."""
    asked = _payment_asked_at(dossier)
    return asked + _days("obligation-time", asked) if asked else None


def payment_lapses_at(dossier: Dossier) -> datetime | None:
    """Give when a dossier that is not paid is stopped; None where nothing is to be paid."""
    asked = _payment_asked_at(dossier)
    return asked + _days("obligation-lapse", asked) if asked else None


def kept_until(dossier: Dossier) -> datetime | None:
    """Give until when a finished result that nobody fetched is kept; None before and after."""
    if dossier.state != State.FINISHED or dossier.finished_at is None:
        return None
    return dossier.finished_at + _days("unclaimed-result", dossier.finished_at)


def reminders_due(dossier: Dossier, now: datetime) -> int:
    """Say how many reminders to fetch a finished result are due at a moment."""
    if dossier.state != State.FINISHED or dossier.finished_at is None:
        return 0
    rule = rule_on("unclaimed-result", civil_date(dossier.finished_at))
    waited = now - dossier.finished_at
    return sum(waited >= timedelta(days=days) for days in rule.value["remind_after"])


def time_to_pay(now: datetime) -> timedelta:
    """Give how long an order may be paid, by the rule of the day."""
    return _days("obligation-time", now)


def lapse_of(now: datetime) -> timedelta:
    """Give after how long a dossier that is not paid is ended, by the rule of the day."""
    return _days("obligation-lapse", now)


def _payment_asked_at(dossier: Dossier) -> datetime | None:
    if dossier.state in PAYING:
        asked = Transition.objects.filter(dossier=dossier, action="ask_payment")
        return asked.order_by("-at", "-pk").values_list("at", flat=True).first()
    if dossier.state != State.FILED or dossier.fee_state != FeeState.DUE:
        return None
    # What was paid and taken back by the payer's bank is asked for anew from then on; what is due
    # because an exemption was refused, or a supplement answered, from that moment.
    taken_at = last_taken_back_at("dossier", dossier.pk)
    acts = ["refuse_exemption", "refuse_exemption_anew"]
    if any(line["due"] == FeeDue.AT_SUPPLEMENT for line in dossier.fee_lines):
        acts.append("answer_supplement")
    later = Transition.objects.filter(dossier=dossier, action__in=acts)
    moments = (dossier.submitted_at, taken_at, later.aggregate(at=Max("at"))["at"])
    return max(moment for moment in moments if moment)


def _days(code: str, since: datetime) -> timedelta:
    return timedelta(days=rule_on(code, civil_date(since)).value["amount"])


def _shift_end(day: date, hours: WorkingCalendar, *, last: bool) -> datetime:
    """Give when the last or the first shift of a working day ends."""
    shifts = hours.timeline.shifts_on(day.toordinal())
    return moment_of(day.toordinal() * DAY + shifts[-1 if last else 0][1])


def closing_on(day: date, hours: WorkingCalendar) -> datetime:
    """Give when a working day ends."""
    return _shift_end(day, hours, last=True)


def _working_day_before(day: date, hours: WorkingCalendar) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working_day(day, hours):
        day -= timedelta(days=1)
    return day


def filing_key(dossier_id: int) -> str:
    """Give the key of the debt of what is due at filing."""
    return f"dossier:{dossier_id}:at-filing"
