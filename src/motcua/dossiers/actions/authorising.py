"""Who may act upon a dossier; a stranger is told that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import DossierNotFound, StepNotYours
from motcua.dossiers.queries.handling import own_run, own_runs, roles_over
from motcua.dossiers.queries.processes import may_wait, open_runs
from motcua.dossiers.queries.standing_in import behalf_in_role, behalf_in_step
from motcua.kernel.errors import NotAllowed
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier, Draft, StepRun
    from motcua.kernel.actors import Actor
    from motcua.procedures.enums import Awaited


def require_role(actor: Actor, dossier: Dossier, *roles: str) -> None:
    """Demand one of some roles over the dossier's unit.

    Raises `DossierNotFound` where the actor has no power over the unit at all, so that nothing is
    learnt about it, and `NotAllowed` where he sees it but has another role.
    """
    if actor.kind == "system":
        return
    held = roles_over(actor, dossier)
    if not held:
        raise DossierNotFound
    if not held.intersection(roles):
        raise NotAllowed
    dossier.acted_for = behalf_in_role(actor, dossier, roles)


def require_step(actor: Actor, dossier: Dossier, code: str = "") -> StepRun:
    """Give the step in hand that is this official's: by role, and by name once it is assigned.

    Of several the first, or that with the code, which the official saw and means. Raises
    `DossierNotFound`, `StepNotYours`, `MoveRefused` where nobody has anything in hand.
    """
    if actor.kind != "system" and not roles_over(actor, dossier):
        raise DossierNotFound
    runs = open_runs(dossier)
    if not runs:
        raise MoveRefused(state=dossier.state)
    run = own_run(actor, dossier, runs, code)
    if run is None:
        raise StepNotYours
    dossier.acted_for = behalf_in_step(actor, dossier, run)
    return run


def require_waiting(actor: Actor, dossier: Dossier, awaited: Awaited) -> None:
    """Demand that some step of this official's may wait for something from the citizen.

    Raises `DossierNotFound`, `StepNotYours`, `MoveRefused` where the process does not foresee it.
    """
    require_step(actor, dossier)
    own = own_runs(actor, dossier, open_runs(dossier))
    if not any(may_wait(dossier, run.code, awaited) for run in own):
        raise MoveRefused(state=dossier.state)


def require_owner(actor: Actor, owned: Dossier | Draft) -> None:
    """Demand that the dossier or draft is the actor's own.

    Raises `DossierNotFound`.
    """
    if actor.account_id is None or owned.account_id != actor.account_id:
        raise DossierNotFound


def official_of(actor: Actor) -> int:
    """Give the official who acts. Raises `NotAllowed` where nobody of the agency does."""
    if actor.official_id is None:
        raise NotAllowed
    return actor.official_id
