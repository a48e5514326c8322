"""Declaring an outage: asked for by one administrator, agreed to by another, ended once.

One that is known beforehand is announced with its beginning and end, and begins and ends by itself;
until it begins it may be called off. What follows for clocks is in `outage_clocks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person
from motcua.agencies.queries.standing import administers_the_node, one_hand
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.errors import OutageNotFound, OutagePlan, OutageSettled, OutageTimes
from motcua.dossiers.models import Outage
from motcua.identity.errors import OneHand, TwoPeopleNeeded
from motcua.kernel import audit
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class OutageFacts:
    """What is declared: `unit_paths` narrows it to units, empty it is the whole agency's.

    `planned_end_at` is set for one that is known beforehand, and only for that; `whole_node` is of
    every agency.
    """

    reason: str
    legal_basis: str
    started_at: datetime
    unit_paths: tuple[str, ...] = ()
    planned_end_at: datetime | None = None
    whole_node: bool = False


@transaction.atomic
def ask_outage(*, actor: Actor, agency_id: int, facts: OutageFacts, now: datetime) -> Outage:
    """Ask for an outage to be declared; another administrator must agree.

    One of the whole node is asked for by who administers the node. Raises `NotAllowed`,
    `OutageTimes`, `OutagePlan`.
    """
    official = _administrator(actor, agency_id)
    if facts.whole_node and not administers_the_node(actor, civil_date(now)):
        raise NotAllowed
    _check_times(facts, now)
    outage = Outage.objects.create(
        agency_id=agency_id,
        unit_paths=[] if facts.whole_node else list(facts.unit_paths),
        reason=facts.reason,
        legal_basis=facts.legal_basis,
        started_at=facts.started_at,
        planned_end_at=facts.planned_end_at,
        whole_node=facts.whole_node,
        asked_by_id=official,
        asked_at=now,
    )
    _record(outage, "ask_outage", actor=actor, now=now)
    return outage


def _check_times(facts: OutageFacts, now: datetime) -> None:
    """Demand a beginning in the near past; or one to come, with its end."""
    day = civil_date(now)
    if facts.started_at > now:
        ahead = timedelta(days=rule_on("outage-planned", day).value["amount"])
        if facts.planned_end_at is None or facts.started_at > now + ahead:
            raise OutagePlan
        if facts.planned_end_at <= facts.started_at:
            raise OutageTimes
        return
    if facts.planned_end_at is not None:
        raise OutagePlan
    if facts.started_at < now - timedelta(days=rule_on("outage-declared", day).value["amount"]):
        raise OutageTimes


@transaction.atomic
def agree_to_outage(*, actor: Actor, public_id: UUID, now: datetime) -> Outage:
    """Declare or announce an outage that another person asked for; clocks stop after commit.

    Raises `OutageNotFound`, `NotAllowed`, `OutageSettled`, `TwoPeopleNeeded`, `OneHand`, and
    `OutageTimes` where it would reach further back than one may be declared.
    """
    outage, official = _undecided(actor, public_id)
    if not is_second_person(official, outage.asked_by_id):
        raise TwoPeopleNeeded
    if one_hand(official, [outage.asked_by_id], now):
        raise OneHand
    if outage.whole_node and not administers_the_node(actor, civil_date(now)):
        raise NotAllowed
    _check_still_time(outage, now)
    outage.agreed_by_id, outage.agreed_at = official, now
    outage.announced_at = now if outage.planned_end_at else None
    outage.save(update_fields=["agreed_by", "agreed_at", "announced_at"])
    _record(outage, "agree_to_outage", actor=actor, now=now)
    return outage


def _check_still_time(outage: Outage, now: datetime) -> None:
    """Demand that what was asked for is not long past when the second person agrees."""
    days = rule_on("outage-declared", civil_date(now)).value["amount"]
    is_over = outage.planned_end_at is not None and outage.planned_end_at <= now
    if is_over or outage.started_at < now - timedelta(days=days):
        raise OutageTimes


@transaction.atomic
def refuse_outage(*, actor: Actor, public_id: UUID, now: datetime) -> Outage:
    """Refuse an outage that was asked for, or take back what one asked for oneself.

    Raises `OutageNotFound`, `NotAllowed`, `OutageSettled`.
    """
    outage, official = _undecided(actor, public_id)
    outage.refused_by_id, outage.refused_at = official, now
    outage.save(update_fields=["refused_by", "refused_at"])
    _record(outage, "refuse_outage", actor=actor, now=now)
    return outage


@transaction.atomic
def call_off_outage(*, actor: Actor, public_id: UUID, now: datetime) -> Outage:
    """Call an announced outage off before it begins: nothing stops then.

    Raises `OutageNotFound`, `NotAllowed`, `OutageSettled`.
    """
    outage = _locked(public_id)
    official = _administrator(actor, outage.agency_id)
    if outage.agreed_at is None or outage.called_off_at or outage.started_at <= now:
        raise OutageSettled
    outage.called_off_by_id, outage.called_off_at = official, now
    outage.save(update_fields=["called_off_by", "called_off_at"])
    _record(outage, "call_off_outage", actor=actor, now=now)
    return outage


@transaction.atomic
def end_outage(*, actor: Actor, public_id: UUID, ended_at: datetime, now: datetime) -> Outage:
    """End an outage at a moment, once; clocks run on from it after commit.

    A planned one may end earlier than it was announced, not later. Raises `OutageNotFound`,
    `NotAllowed`, `OutageSettled`, `OutageTimes`.
    """
    outage = _locked(public_id)
    official = _administrator(actor, outage.agency_id)
    if outage.agreed_at is None or outage.ended_at is not None or outage.called_off_at:
        raise OutageSettled
    if not outage.started_at < ended_at <= min(now, outage.planned_end_at or now):
        raise OutageTimes
    outage.ended_at, outage.end_by_id, outage.end_noted_at = ended_at, official, now
    outage.save(update_fields=["ended_at", "end_by", "end_noted_at"])
    _record(outage, "end_outage", actor=actor, now=now, ended_at=ended_at.isoformat())
    return outage


def _undecided(actor: Actor, public_id: UUID) -> tuple[Outage, int]:
    outage = _locked(public_id)
    official = _administrator(actor, outage.agency_id)
    if outage.agreed_at is not None or outage.refused_at is not None:
        raise OutageSettled
    return outage, official


def _locked(public_id: UUID) -> Outage:
    outage = Outage.objects.select_for_update().filter(public_id=public_id).first()
    if outage is None:
        raise OutageNotFound
    return outage


def _administrator(actor: Actor, agency_id: int) -> int:
    if not actor.powers_over(agency_id):
        raise OutageNotFound
    actor.require_role(Role.ADMINISTRATOR, agency_id=agency_id)
    if actor.official_id is None:
        raise NotAllowed
    return actor.official_id


def _record(outage: Outage, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    transaction.on_commit(forget_all)
    audit.record(
        actor=actor,
        action=f"dossiers.{act}",
        subject=("outage", str(outage.public_id)),
        agency_id=outage.agency_id,
        now=now,
        data=data,
    )
