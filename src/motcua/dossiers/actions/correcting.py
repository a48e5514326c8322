"""Changing what is done: a signed result replaced by another, a closed dossier opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.guarding import require_second
from motcua.dossiers.actions.moving import happen, lock, move
from motcua.dossiers.actions.numbering import next_registry_number
from motcua.dossiers.actions.outcomes import checked_data
from motcua.dossiers.actions.pausing import restart
from motcua.dossiers.actions.stepping import begin, show
from motcua.dossiers.enums import Sensitive, State
from motcua.dossiers.errors import BasisMissing, ReasonMissing, StepNotReady, TooLateToChange
from motcua.dossiers.events import ResultApproved
from motcua.dossiers.models import ReplacedResult, Result
from motcua.dossiers.queries.correcting import CHANGING, may_change_until
from motcua.dossiers.queries.processes import flow_of, onward
from motcua.kernel import events
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Proposal
    from motcua.kernel.actors import Actor

_CORRECTED = frozenset({State.FINISHED, State.RETURNED})


@transaction.atomic
def correct_result(
    *,
    actor: Actor,
    dossier_id: int,
    data: Mapping[str, Any],
    reason: str,
    legal_basis: str,
    now: datetime,
) -> Dossier:
    """Replace a signed result by a new one, whose data are `data`; the node signs it after commit.

    The old one is kept and marked replaced; who checks it is told. Approved by the second person.
    Raises `DossierNotFound`, `NotAllowed`, `MoveRefused`, `ReasonMissing`, `BasisMissing`,
    `TooLateToChange`, `StepNotReady` while another signature is awaited, `AnswersInvalid`,
    `SecondPersonNeeded`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, *CHANGING)
    if dossier.state not in _CORRECTED:
        raise MoveRefused(state=dossier.state)
    _require_grounds(dossier, Sensitive.CORRECT, reason, legal_basis, now)
    result = Result.objects.select_for_update().get(dossier=dossier)
    if result.signed_at is None:
        raise StepNotReady
    checked = checked_data(dossier, data, now)
    proposal = require_second(dossier, Sensitive.CORRECT, actor=actor, now=now)
    approver = _second(actor, dossier, proposal)
    _set_aside(result, approver, (reason, legal_basis), now)
    result.number = next_registry_number(dossier, now)
    result.data, result.document = checked, None
    result.drafted_at, result.drafted_by_id = now, actor.official_id or approver
    result.approved_at, result.approved_by_id = now, approver
    result.signed_at = result.pdf = result.signed_data = None
    result.verification_id = ""
    result.save()
    happen(dossier, "correct_result", actor=actor, now=now, reason=reason.strip(), by=approver)
    events.emit(ResultApproved(dossier_id=dossier.pk), agency_id=dossier.agency_id, now=now)
    return dossier


@transaction.atomic
def reopen(
    *, actor: Actor, dossier_id: int, reason: str, legal_basis: str, now: datetime
) -> Dossier:
    """Open a stopped or returned dossier again; its first step begins, its limit runs anew.

    A result that was signed is set aside: who checks it is told that it holds no more. Raises
    `DossierNotFound`, `NotAllowed`, `MoveRefused`, `ReasonMissing`, `BasisMissing`,
    `TooLateToChange`, `StepNotReady` while a signature is awaited, `SecondPersonNeeded`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, *CHANGING)
    if dossier.state not in {State.STOPPED, State.RETURNED} or dossier.accepted_at is None:
        raise MoveRefused(state=dossier.state)
    _require_grounds(dossier, Sensitive.REOPEN, reason, legal_basis, now)
    result = Result.objects.select_for_update().filter(dossier=dossier).first()
    if result is not None and result.approved_at is not None and result.signed_at is None:
        raise StepNotReady
    proposal = require_second(dossier, Sensitive.REOPEN, actor=actor, now=now)
    approver = _second(actor, dossier, proposal)
    if result is not None:
        if result.signed_at is not None:
            _set_aside(result, approver, (reason, legal_basis), now)
        result.delete()
    dossier.is_open, dossier.closed_at, dossier.finished_at = True, None, None
    restart(dossier, now=now)
    move(dossier, "reopen", actor=actor, now=now, reason=reason.strip(), by=approver)
    for step in onward(dossier, flow_of(dossier).shape.first.code) or ():
        begin(dossier, step, now=now)
    show(dossier)
    return dossier


def _require_grounds(
    dossier: Dossier, act: Sensitive, reason: str, legal_basis: str, now: datetime
) -> None:
    if not reason.strip():
        raise ReasonMissing
    if not legal_basis.strip():
        raise BasisMissing
    until = may_change_until(dossier, act, now)
    if until is None or now > until:
        raise TooLateToChange


def _second(actor: Actor, dossier: Dossier, proposal: Proposal | None) -> int:
    """Give who answers for the change: the second person, or the leader where one is enough."""
    if proposal is None:
        require_role(actor, dossier, Role.LEADER)
    elif proposal.decided_by_id is not None:
        return proposal.decided_by_id
    return official_of(actor)  # also where it is only tried, as if somebody had agreed


def _set_aside(result: Result, official: int, grounds: tuple[str, str], now: datetime) -> None:
    """Keep a signed result as it was, with why it holds no more."""
    assert result.pdf is not None
    assert result.signed_at is not None
    ReplacedResult.objects.create(
        dossier=result.dossier,
        number=result.number,
        data=result.data,
        document=result.document,
        pdf=result.pdf,
        signed_data=result.signed_data,
        verification_id=result.verification_id,
        approved_by_id=result.approved_by_id or official,
        signed_at=result.signed_at,
        replaced_at=now,
        replaced_by_id=official,
        grounds=grounds[0].strip(),
        legal_basis=grounds[1].strip()[:300],
    )
