"""Which acts two people do at an agency, what was proposed, and who may agree to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person, one_human
from motcua.dossiers.base.sensitive import SECONDS, sensitive_rule
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.models import TwoPersonRule
from motcua.dossiers.queries.exemptions import judged_changes
from motcua.dossiers.queries.handling import may_end, roles_over
from motcua.dossiers.queries.kept import proposals_of, result_kept
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import composed, one_of
from motcua.procedures.base.forms.summary import changed
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier, Proposal
    from motcua.kernel.actors import Actor

_ALWAYS = {
    Sensitive.CORRECT: "correction",
    Sensitive.REOPEN: "reopening",
    Sensitive.REJUDGE: "rejudging",
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody asked a second person to agree to; `may_decide` whether that is the reader.

    `is_by_same_human`: the reader asked by another record of his, and so cannot agree. `changes` of
    a correction or of an exemption judged anew: what, how it stands, how it would.
    """

    public_id: UUID
    act: str
    who: str
    at: datetime
    reason: str
    is_own: bool
    may_decide: bool
    basis: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    is_by_same_human: bool = False


def is_for_two(agency_id: int, act: Sensitive, on: date) -> bool:
    """Say whether an act is done by two people on a day: always, or by the agency's own rule."""
    if act in _ALWAYS and sensitive_rule(_ALWAYS[act], on) is not None:
        return True
    return _in_force(on).filter(agency_id=agency_id, act=act).exists()


def needs_two(dossier: Dossier, act: Sensitive, on: date) -> bool:
    """Say whether an act upon a dossier is done by two people on a day.

    What was judged of an exemption is judged anew by one before receipt, unless the agency has its
    own rule.
    """
    if act is Sensitive.REJUDGE and dossier.accepted_at is None:
        return _in_force(on).filter(agency_id=dossier.agency_id, act=act).exists()
    return is_for_two(dossier.agency_id, act, on)


def rules_of_two(agency_ids: frozenset[int], on: date) -> list[TwoPersonRule]:
    """Give the rules of some agencies that hold on a day or will, by act."""
    rows = TwoPersonRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    found = rows.filter(agency_id__in=agency_ids).select_related("agency", "set_by", "end_asked_by")
    return list(found.order_by("act", "valid_from"))


def sets_rules(actor: Actor) -> frozenset[int]:
    """Give the agencies whose rules on two people an actor sets: as leader or administrator."""
    return actor.agencies(Role.LEADER, Role.ADMINISTRATOR)


def endings_asked(actor: Actor) -> int:
    """Count the rules that somebody else asked to end and an actor may agree to end."""
    agencies = sets_rules(actor)
    if not agencies:
        return 0
    asked = _endings_asked(agencies=list(agencies))
    return sum(may_agree_to_end(actor, rule) for rule in asked)


@composed
def _endings_asked(agencies: Any) -> QuerySet[TwoPersonRule]:
    rows = TwoPersonRule.objects.filter(valid_to=None, end_asked_by__isnull=False)
    return rows.filter(one_of("agency_id", agencies))


def may_agree_to_end(actor: Actor, rule: TwoPersonRule) -> bool:
    """Say whether an actor is the second person who may end a rule: in his own name, not who asked.

    Another record of who asked is not another person.
    """
    if rule.end_asked_by_id is None or actor.official_id is None:
        return False
    first = one_human(rule.end_asked_by_id)
    return actor.official_id not in first and rule.agency_id in sets_rules(_alone(actor, first))


def may_agree(actor: Actor, dossier: Dossier, act: Sensitive, asked_by: int) -> bool:
    """Say whether an actor is a second person for an act: in his own name, and not who asked.

    Another record of who asked is not another person.
    """
    first = one_human(asked_by)
    if actor.official_id is None or actor.official_id in first:
        return False
    alone = _alone(actor, first)
    if roles_over(alone, dossier) & SECONDS[act]:
        return True
    return act is Sensitive.STOP and may_end(alone, dossier)


def _alone(actor: Actor, first: frozenset[int]) -> Actor:
    """Give an actor without what he may do in the name of the first of two people."""
    own = tuple(power for power in actor.powers if power.behalf not in first)
    return type(actor)(actor.kind, actor.account_id, None, actor.official_id, own)


def proposals_on(actor: Actor, dossier: Dossier) -> tuple[Proposed, ...]:
    """Give what is proposed for a dossier and not decided yet."""
    rows = (row for row in proposals_of(dossier) if row.decided_at is None)
    return tuple(
        Proposed(
            public_id=row.public_id,
            act=str(Sensitive(row.act).label),
            who=row.asked_by.full_name,
            at=row.asked_at,
            reason=str(row.values.get("reason", "")),
            is_own=row.asked_by_id == actor.official_id,
            may_decide=may_agree(actor, dossier, Sensitive(row.act), row.asked_by_id),
            basis=str(row.values.get("legal_basis", "")),
            changes=_changes(dossier, row),
            is_by_same_human=_is_by_same_human(actor, row),
        )
        for row in rows
    )


def _is_by_same_human(actor: Actor, proposal: Proposal) -> bool:
    """Say whether who looks asked for it himself, under another record."""
    if actor.official_id is None or proposal.asked_by_id == actor.official_id:
        return False
    return not is_second_person(actor.official_id, proposal.asked_by_id)


def _changes(dossier: Dossier, proposal: Proposal) -> tuple[tuple[str, str, str], ...]:
    """Give what a correction, or an exemption judged anew, would change, in words."""
    if proposal.act == Sensitive.REJUDGE:
        return judged_changes(
            dossier,
            is_granted=proposal.values["is_granted"],
            language=page_language(),
            claim=proposal.values.get("claim", ""),
        )
    if proposal.act != Sensitive.CORRECT:
        return ()
    result = result_kept(dossier)
    return changed(
        rules_of(dossier).official_form,
        result.data if result else {},
        proposal.values.get("data", {}),
        page_language(),
        today=civil_date(proposal.asked_at),
    )


def _in_force(on: date) -> QuerySet[TwoPersonRule]:
    return TwoPersonRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
