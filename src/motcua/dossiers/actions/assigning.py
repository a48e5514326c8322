"""From hand to hand: the head assigns a step, a colleague forwards it, both bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.authorising import official_of, require_step
from motcua.dossiers.actions.guarding import refuse_while_signing, require_in_process
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.stepping import show
from motcua.dossiers.enums import Passed
from motcua.dossiers.errors import (
    ColleagueUnfit,
    DossierNotFound,
    NothingToBringBack,
    ReasonMissing,
    StepNotYours,
)
from motcua.dossiers.models import Passing
from motcua.dossiers.queries.handling import roles_over
from motcua.dossiers.queries.hands import colleagues_for, gave_away, may_assign, may_bring_back
from motcua.dossiers.queries.processes import holder_of, open_runs
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor


@transaction.atomic
def assign(
    *, actor: Actor, dossier_id: int, to: UUID, now: datetime, reason: str = "", step: str = ""
) -> Dossier:
    """Give a step in hand to a named official, whoever has it now; for heads and leaders.

    `to` is the official's public id. Who has it already keeps it, and nothing is written. Raises
    `DossierNotFound`, `StepNotYours` for who gives no work out there, `ColleagueUnfit`,
    `BeingSigned`, `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    run = _open_run(actor, dossier, step)
    require_in_process(dossier)
    if not may_assign(actor, dossier, run):
        raise StepNotYours
    refuse_while_signing(dossier)
    _pass_to(dossier, run, to, Passed.ASSIGNED, actor=actor, now=now, reason=reason)
    return dossier


@transaction.atomic
def forward(
    *, actor: Actor, dossier_id: int, to: UUID, reason: str, now: datetime, step: str = ""
) -> Dossier:
    """Pass one's own step on to a colleague of the same role, with the reason.

    Raises `DossierNotFound`, `StepNotYours`, `ReasonMissing`, `ColleagueUnfit`, `BeingSigned`,
    `MoveRefused` outside the process.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    refuse_while_signing(dossier)
    _pass_to(dossier, run, to, Passed.FORWARDED, actor=actor, now=now, reason=reason)
    return dossier


@transaction.atomic
def bring_back(
    *, actor: Actor, dossier_id: int, reason: str, now: datetime, step: str = ""
) -> Dossier:
    """Take a step back from who has it, with the reason.

    Who forwarded it has it again; what a head assigned or recalls is everybody's of that role.
    Raises `DossierNotFound`, `ReasonMissing`, `NothingToBringBack`, `BeingSigned`, `MoveRefused`
    outside the process.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    run = _open_run(actor, dossier, step)
    require_in_process(dossier)
    if not may_bring_back(actor, dossier, run):
        raise NothingToBringBack
    refuse_while_signing(dossier)
    given = gave_away(actor, run)
    taker = actor.official_id if given and given.kind == Passed.FORWARDED else None
    _keep(dossier, run, taker, Passed.BACK, actor=actor, now=now, reason=reason)
    return dossier


def give(  # noqa: PLR0913 - one passing, each part by its name
    dossier: Dossier,
    run: StepRun,
    taker: int | None,
    kind: Passed,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Give a locked dossier's step to somebody, or to everybody, and keep who had it before."""
    giver = holder_of(dossier, run)
    run.official_id = taker
    run.save(update_fields=["official"])
    Passing.objects.create(
        dossier=dossier,
        run=run,
        at=now,
        kind=kind,
        by_id=official_of(actor),
        giver_id=giver,
        taker_id=taker,
        behalf_id=dossier.acted_for,
        reason=reason.strip(),
    )
    show(dossier)


def _pass_to(  # noqa: PLR0913 - one passing, each part by its name
    dossier: Dossier,
    run: StepRun,
    to: UUID,
    kind: Passed,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> None:
    fit = {one.public_id: one.official_id for one in colleagues_for(dossier, run, now)}
    if to not in fit:
        raise ColleagueUnfit
    _keep(dossier, run, fit[to], kind, actor=actor, now=now, reason=reason)


def _keep(  # noqa: PLR0913 - one passing, each part by its name
    dossier: Dossier,
    run: StepRun,
    taker: int | None,
    kind: Passed,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> None:
    give(dossier, run, taker, kind, actor=actor, now=now, reason=reason)
    record(dossier, f"dossiers.{_WORDS[kind]}", actor=actor, now=now, step=run.code, to=taker)


def _open_run(actor: Actor, dossier: Dossier, code: str) -> StepRun:
    """Give the step in hand with the code, or the first, to who sees the dossier at work."""
    if not roles_over(actor, dossier):
        raise DossierNotFound
    run = next((one for one in open_runs(dossier) if code in {"", one.code}), None)
    if run is None:
        raise MoveRefused(state=dossier.state)
    return run


_WORDS = {
    Passed.ASSIGNED: "assign",
    Passed.FORWARDED: "forward",
    Passed.BACK: "bring_back",
}
