"""What never comes, money or an envelope: the dossier is ended when its time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from motcua.dossiers.actions.moving import lock, move
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.actions.stepping import leave_steps
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.enums import FeeState, Outcome, SlipForm, State
from motcua.dossiers.errors import NotYetDue
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.awaiting_papers import papers_lapse_at, papers_lapse_of
from motcua.dossiers.queries.dues import PAYING, lapse_of, payment_lapses_at
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_AT_ONCE = 500


def close_all_unpaid(*, now: datetime) -> int:
    """End every dossier whose payment never came, each in its own transaction; give the number."""
    since = now - lapse_of(now)
    waiting = Q(state__in=PAYING) | Q(state=State.FILED, fee_state=FeeState.DUE)
    found = Dossier.objects.filter(waiting, is_open=True, submitted_at__lte=since)
    closed = 0
    for number in found.order_by("pk").values_list("pk", flat=True).iterator(_AT_ONCE):
        try:
            closed += not close_unpaid(actor=SYSTEM, dossier_id=number, now=now).is_open
        except NotYetDue:
            continue  # asked for later than it was filed
    return closed


@transaction.atomic
def close_unpaid(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """End a dossier whose payment never came, with the rule as the reason on slip 03.

    Before receipt it is not received, later it is stopped; a dossier that was paid or has ended
    meanwhile stays as it is. By the node alone. Raises `DossierNotFound`, `NotAllowed`,
    `NotYetDue`.
    """
    _by_the_node(actor)
    dossier = lock(dossier_id)
    lapses_at = payment_lapses_at(dossier)
    if lapses_at is None:
        return dossier
    if now < lapses_at:
        raise NotYetDue(until=lapses_at.isoformat())
    rule = rule_on("obligation-lapse", civil_date(now))
    leave_steps(dossier, now=now, outcome=Outcome.CANCELLED)
    ending = "refuse" if dossier.state == State.FILED else "stop"
    move(dossier, ending, actor=actor, now=now, reason=rule.text.vi, rule=rule.code)
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=rule.text.vi)
    return dossier


def close_all_awaiting(*, now: datetime) -> int:
    """End every dossier whose envelope never came, each in its own transaction; give the number."""
    since = now - papers_lapse_of(now)
    found = Dossier.objects.filter(
        state=State.FILED, submitted_at__lte=since, posted__arrived_at=None, posted__isnull=False
    )
    closed = 0
    for number in found.order_by("pk").values_list("pk", flat=True).iterator(_AT_ONCE):
        try:
            closed += not close_awaiting(actor=SYSTEM, dossier_id=number, now=now).is_open
        except NotYetDue:
            continue  # the post lost it later than it was filed
    return closed


@transaction.atomic
def close_awaiting(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Do not receive a dossier whose envelope never came, with the rule as the reason on slip 03.

    Postage that served for nothing goes back. One whose papers came, that the post holds, or that
    has ended meanwhile stays as it is. By the node alone. Raises `DossierNotFound`, `NotAllowed`,
    `NotYetDue`.
    """
    _by_the_node(actor)
    dossier = lock(dossier_id)
    lapses_at = papers_lapse_at(dossier)
    if lapses_at is None:
        return dossier
    if now < lapses_at:
        raise NotYetDue(until=lapses_at.isoformat())
    rule = rule_on("papers-awaited", civil_date(now))
    move(dossier, "refuse", actor=actor, now=now, reason=rule.text.vi, rule=rule.code)
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=rule.text.vi)
    return dossier


def _by_the_node(actor: Actor) -> None:
    if actor.kind != "system":
        raise NotAllowed
