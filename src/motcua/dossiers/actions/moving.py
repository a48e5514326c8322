"""The one way a dossier changes state: lock, check the table, change, keep the row, audit, emit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.enums import State
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.events import DossierMoved
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.workflow import CLOSED, NATIONAL, TABLE
from motcua.kernel import audit, events
from motcua.payments.actions import cancel_orders_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


# Where a dossier stands. The rest was fixed at filing; sealing the answers anew at each move, and
# writing them, would cost more than the move.
_STANDING = (
    *("state", "national_code", "is_open", "fee_state"),
    *("accepted_at", "due_at", "reappointed_at", "paused_at", "finished_at", "closed_at"),
    *("step_code", "step_role", "step_path", "step_due_at", "official", "is_split"),
)


def keep_standing(dossier: Dossier) -> None:
    """Save where a locked dossier stands, and nothing else of it."""
    dossier.save(update_fields=_STANDING)


def lock(dossier_id: int) -> Dossier:
    """Lock a dossier's row for the rest of the transaction.

    Raises `DossierNotFound`.
    """
    try:
        return Dossier.objects.select_for_update().get(pk=dossier_id)
    except Dossier.DoesNotExist:
        raise DossierNotFound from None


def move(
    dossier: Dossier, action: str, *, actor: Actor, now: datetime, reason: str = "", **data: object
) -> Transition:
    """Make one move of the table on a locked dossier and save it with its history.

    The caller has authorised the actor and may have set when it was accepted, is due or was
    finished, its step and its official, which are saved too. `data` holds ids and codes,
    never personal data. Raises `MoveRefused`.
    """
    came_from = State(dossier.state)
    target = State(TABLE.target(came_from, action))
    dossier.state = target
    dossier.national_code = NATIONAL[target]
    dossier.is_open = target not in CLOSED
    if not dossier.is_open:
        dossier.closed_at = now
        cancel_orders_of(actor=actor, subject=("dossier", dossier.pk), now=now)
    keep_standing(dossier)
    transition = Transition.objects.create(
        dossier=dossier,
        at=now,
        action=action,
        from_state=came_from,
        to_state=target,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        official_id=actor.official_id,
        reason=reason,
        data=_told(dossier, data),
    )
    record(dossier, f"dossiers.{action}", actor=actor, now=now, **data)
    events.emit(
        DossierMoved(dossier_id=dossier.pk, action=action, transition_id=transition.pk),
        agency_id=dossier.agency_id,
        now=now,
    )
    return transition


def happen(
    dossier: Dossier, action: str, *, actor: Actor, now: datetime, reason: str = "", **data: object
) -> Transition:
    """Keep an act upon a locked dossier that does not move it: history, audit, event.

    `data` holds ids and codes, never personal data.
    """
    transition = Transition.objects.create(
        dossier=dossier,
        at=now,
        action=action,
        from_state=dossier.state,
        to_state=dossier.state,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        official_id=actor.official_id,
        reason=reason,
        data=data,
    )
    record(dossier, f"dossiers.{action}", actor=actor, now=now, **data)
    events.emit(
        DossierMoved(dossier_id=dossier.pk, action=action, transition_id=transition.pk),
        agency_id=dossier.agency_id,
        now=now,
    )
    return transition


def written(moment: datetime, now: datetime) -> dict[str, str]:
    """Say when an act was written down, where that was not when it happened; else nothing."""
    return {} if moment == now else {"written_at": now.isoformat()}


def record(dossier: Dossier, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon a dossier into the audit log, in this transaction."""
    audit.record(
        actor=actor,
        action=act,
        subject=("dossier", str(dossier.public_id)),
        agency_id=dossier.agency_id,
        now=now,
        dossier_id=dossier.pk,
        data=_told(dossier, data),
    )


def _told(dossier: Dossier, data: dict[str, object]) -> dict[str, object]:
    """Give what an act keeps, with the absent colleague for whom it was done."""
    return {**data, "behalf": dossier.acted_for} if dossier.acted_for else data
