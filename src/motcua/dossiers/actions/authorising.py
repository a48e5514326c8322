"""Who may act upon a dossier; a stranger is told that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import DossierNotFound, StepNotYours
from motcua.dossiers.queries.handling import roles_over
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier, Draft
    from motcua.kernel.actors import Actor


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


def require_step(actor: Actor, dossier: Dossier) -> None:
    """Demand that the step in hand is this official's: by role, and by name once it is assigned.

    Raises `DossierNotFound`, `StepNotYours`.
    """
    if actor.kind == "system":
        return
    held = roles_over(actor, dossier)
    if not held:
        raise DossierNotFound
    if dossier.step_role not in held:
        raise StepNotYours
    if dossier.official_id and dossier.official_id != actor.official_id:
        raise StepNotYours


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
