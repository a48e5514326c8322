"""Rules by which two people do an act: one sets them, two end them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries.locking import lock_agency
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.errors import NotSecondPerson, ProposalGone, RuleUncited
from motcua.dossiers.models import TwoPersonRule
from motcua.dossiers.queries.agreeing import may_agree_to_end, sets_rules
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from motcua.agencies.models import Agency
    from motcua.dossiers.enums import Sensitive
    from motcua.kernel.actors import Actor


@transaction.atomic
def set_two_person_rule(
    *,
    actor: Actor,
    agency: Agency,
    act: Sensitive,
    valid_from: date,
    citation: str,
    now: datetime,
) -> TwoPersonRule:
    """Have an act done by two people at an agency from a day, by the document cited.

    Where a rule holds by then that nobody ended, it stays and is given. Raises `NotAllowed`,
    `RuleUncited`.
    """
    if agency.pk not in sets_rules(actor):
        raise NotAllowed
    if not citation.strip():
        raise RuleUncited
    begins = max(valid_from, civil_date(now))
    lock_agency(agency.pk)
    same = TwoPersonRule.objects.filter(agency=agency, act=act, valid_to=None)
    held = same.filter(valid_from__lte=begins).first()
    if held is not None:
        return held
    rule = TwoPersonRule.objects.create(
        agency=agency,
        act=act,
        valid_from=begins,
        citation=citation.strip(),
        set_by_id=actor.official_id,
        set_at=now,
    )
    _record_rule("dossiers.set_two_person_rule", rule, actor=actor, now=now)
    return rule


@transaction.atomic
def ask_to_end_rule(*, actor: Actor, rule_id: UUID, now: datetime) -> None:
    """Ask a second person to end a rule: who alone could end it could do alone what it guards.

    Whoever asked first stays the one. Raises `NotAllowed` also where there is no such rule.
    """
    rule = _held(actor, rule_id)
    if rule.valid_to is not None or rule.end_asked_by_id is not None:
        return
    rule.end_asked_by_id, rule.end_asked_at = official_of(actor), now
    rule.save(update_fields=["end_asked_by", "end_asked_at"])
    _record_rule("dossiers.ask_to_end_rule", rule, actor=actor, now=now)


@transaction.atomic
def end_two_person_rule(*, actor: Actor, rule_id: UUID, now: datetime) -> None:
    """Agree that a rule ends tomorrow, or is struck out before it began; one that ended stays so.

    Raises `NotAllowed` also where there is no such rule, `ProposalGone` where nobody asked for it,
    `NotSecondPerson` for who asked himself.
    """
    rule = _held(actor, rule_id)
    if rule.valid_to is not None:
        return
    if rule.end_asked_by_id is None:
        raise ProposalGone
    if not may_agree_to_end(actor, rule):
        raise NotSecondPerson
    first = rule.end_asked_by_id
    _record_rule("dossiers.end_two_person_rule", rule, actor=actor, now=now, first=first)
    if rule.valid_from > civil_date(now):
        rule.delete()
        return
    rule.valid_to, rule.ended_by_id = civil_date(now) + timedelta(days=1), official_of(actor)
    rule.save(update_fields=["valid_to", "ended_by"])


@transaction.atomic
def keep_two_person_rule(*, actor: Actor, rule_id: UUID, now: datetime) -> None:
    """Say no to ending a rule, or take back that one asked for it.

    Raises `NotAllowed` also where there is no such rule.
    """
    rule = _held(actor, rule_id)
    if rule.valid_to is not None or rule.end_asked_by_id is None:
        return
    rule.end_asked_by_id = rule.end_asked_at = None
    rule.save(update_fields=["end_asked_by", "end_asked_at"])
    _record_rule("dossiers.keep_two_person_rule", rule, actor=actor, now=now)


def _held(actor: Actor, rule_id: UUID) -> TwoPersonRule:
    rule = TwoPersonRule.objects.select_for_update().filter(public_id=rule_id).first()
    if rule is None or rule.agency_id not in sets_rules(actor):
        raise NotAllowed
    return rule


def _record_rule(
    act: str, rule: TwoPersonRule, *, actor: Actor, now: datetime, **more: object
) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("agency", rule.agency.code),
        agency_id=rule.agency_id,
        now=now,
        data={"act": rule.act, "from": rule.valid_from, **more},
    )
