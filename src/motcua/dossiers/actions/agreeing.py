"""Two people for one act: the first asks, the second agrees and it is done, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.queries import powers_by_id
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.correcting import correct_result, reopen
from motcua.dossiers.actions.judging_anew import judge_anew
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.outcomes import return_result
from motcua.dossiers.actions.processing import stop
from motcua.dossiers.actions.receiving import refuse
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.errors import (
    DossierNotFound,
    NotSecondPerson,
    ProposalGone,
    ProposedAlready,
    ReasonMissing,
)
from motcua.dossiers.models import Proposal
from motcua.dossiers.queries.agreeing import may_agree
from motcua.dossiers.queries.handling import roles_over
from motcua.kernel.actors import Actor
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier

_ACTS: Mapping[Sensitive, Callable[..., object]] = {
    Sensitive.STOP: stop,
    Sensitive.REFUSE: refuse,
    Sensitive.RETURN: return_result,
    Sensitive.CORRECT: correct_result,
    Sensitive.REOPEN: reopen,
    Sensitive.REJUDGE: judge_anew,
}


@transaction.atomic
def propose(
    *, actor: Actor, dossier_id: int, act: Sensitive, values: Mapping[str, Any], now: datetime
) -> Proposal:
    """Ask a second person to agree to an act, with what was written for it.

    Raises `DossierNotFound`, `ProposedAlready` while another waits, and what the act raises: what
    could not be done is not proposed either.
    """
    dossier = lock(dossier_id)
    if not roles_over(actor, dossier):
        raise DossierNotFound
    if Proposal.objects.filter(dossier=dossier, act=act, decided_at=None).exists():
        raise ProposedAlready
    with transaction.atomic():
        as_if_agreed(actor=actor, dossier=dossier, act=act, values=values, now=now)
        transaction.set_rollback(True)
    proposal = Proposal.objects.create(
        dossier=dossier,
        act=act,
        values=dict(values),
        asked_by_id=official_of(actor),
        asked_at=now,
    )
    record(dossier, "dossiers.propose", actor=actor, now=now, what=act)
    return proposal


@transaction.atomic
def agree(*, actor: Actor, dossier_id: int, proposal_id: UUID, now: datetime) -> Dossier:
    """Agree to what a colleague proposed: it is done in his name, with yours beside it.

    Raises `DossierNotFound`, `ProposalGone`, `NotSecondPerson` for who asked himself or has no
    right to the act, and what the act raises; then it stays proposed.
    """
    dossier, proposal = _held(actor, dossier_id, proposal_id)
    act = Sensitive(proposal.act)
    if not may_agree(actor, dossier, act, proposal.asked_by_id):
        raise NotSecondPerson
    _decide(proposal, actor, now, is_agreed=True)
    record(dossier, "dossiers.agree", actor=actor, now=now, what=act, first=proposal.asked_by_id)
    powers = powers_by_id(proposal.asked_by_id, civil_date(now))
    first = Actor("official", official_id=proposal.asked_by_id, powers=powers)
    _ACTS[act](actor=first, dossier_id=dossier.pk, now=now, **proposal.values)
    return dossier


@transaction.atomic
def disagree(
    *, actor: Actor, dossier_id: int, proposal_id: UUID, reason: str, now: datetime
) -> Dossier:
    """Say no to what was proposed, with the reason; who proposed it may take it back so.

    Raises `DossierNotFound`, `ReasonMissing`, `ProposalGone`, `NotSecondPerson`.
    """
    dossier, proposal = _held(actor, dossier_id, proposal_id)
    is_own = actor.official_id == proposal.asked_by_id
    if not is_own and not may_agree(actor, dossier, Sensitive(proposal.act), proposal.asked_by_id):
        raise NotSecondPerson
    if not is_own and not reason.strip():
        raise ReasonMissing
    _decide(proposal, actor, now, is_agreed=False, reason=reason.strip())
    record(dossier, "dossiers.disagree", actor=actor, now=now, what=proposal.act)
    return dossier


def as_if_agreed(
    *, actor: Actor, dossier: Dossier, act: Sensitive, values: Mapping[str, Any], now: datetime
) -> None:
    """Do an act as if a second person had agreed, for a caller who undoes it: a preview, a trial.

    Raises what the act raises, and `RuntimeError` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("what nobody agreed to is done only to be undone")
    Proposal.objects.create(
        dossier=dossier,
        act=act,
        values={},
        asked_by_id=official_of(actor),
        asked_at=now,
        decided_at=now,
        is_agreed=True,
    )
    _ACTS[act](actor=actor, dossier_id=dossier.pk, now=now, **values)


def _held(actor: Actor, dossier_id: int, proposal_id: UUID) -> tuple[Dossier, Proposal]:
    dossier = lock(dossier_id)
    if not roles_over(actor, dossier):
        raise DossierNotFound
    rows = Proposal.objects.select_for_update().filter(dossier=dossier, public_id=proposal_id)
    proposal = rows.filter(decided_at=None).first()
    if proposal is None:
        raise ProposalGone
    return dossier, proposal


def _decide(
    proposal: Proposal, actor: Actor, now: datetime, *, is_agreed: bool, reason: str = ""
) -> None:
    proposal.decided_by_id = official_of(actor)
    proposal.decided_at = now
    proposal.is_agreed = is_agreed
    proposal.reason = reason
    proposal.save(update_fields=["decided_by", "decided_at", "is_agreed", "reason"])
