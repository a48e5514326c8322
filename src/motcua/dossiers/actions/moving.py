"""The one way a dossier changes state: lock, check the table, change, keep the row, audit, emit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection

from motcua.dossiers.enums import State
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Dossier
from motcua.dossiers.workflow import CLOSED, NATIONAL, TABLE
from motcua.kernel import audit
from motcua.payments.actions import cancel_orders_of, end_orders_of

if TYPE_CHECKING:
    from motcua.kernel.actors import Actor


# Where a dossier stands. The rest was fixed at filing; sealing the answers anew at each move, and
# writing them, would cost more than the move.
_STANDING: Final = (
    *("state", "national_code", "is_open", "fee_state"),
    *("accepted_at", "due_at", "reappointed_at", "paused_at", "finished_at", "closed_at"),
    *("step_code", "step_role", "step_path", "step_due_at", "official_id", "is_split"),
)
_STAND = f"""
UPDATE dossiers_dossier SET {", ".join(f"{name} = %s" for name in _STANDING)} WHERE id = %s
"""  # noqa: S608 - names of ours
# What every act leaves behind, in one statement: its row of the history, its row of the audit log,
# and the event (`DossierMoved`) that names the former.
_HISTORY = f"""
kept AS (
    INSERT INTO dossiers_transition (dossier_id, at, action, from_state, to_state, actor_kind,
        account_id, official_id, reason, data)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb) RETURNING *
), audited AS ({audit.INSERT})
INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)
SELECT %s::bigint, 'dossiers.moved', jsonb_build_object(
    'dossier_id', kept.dossier_id, 'action', kept.action, 'transition_id', kept.id), kept.at
FROM kept
"""  # noqa: S608 - constants of ours
_HAPPEN = f"WITH {_HISTORY}"
_MOVE = f"WITH stood AS ({_STAND}), {_HISTORY}"


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who does what, when and why; `data` as `move` takes it."""

    action: str
    actor: Actor
    now: datetime
    reason: str
    data: dict[str, object]


def keep_standing(dossier: Dossier) -> None:
    """Save where a locked dossier stands, and nothing else of it."""
    _execute(_STAND, _standing(dossier))


def lock(dossier_id: int) -> Dossier:
    """Lock a dossier's row for the rest of the transaction.

    Raises `DossierNotFound`.
    """
    found = list(Dossier.objects.raw(_locking(), [dossier_id]))
    if not found:
        raise DossierNotFound
    return found[0]


@cache
def _locking() -> str:
    """Give the statement that locks a row; composing it costs more than running it."""
    statement: str = Dossier.objects.select_for_update().filter(pk=0).query.sql_with_params()[0]
    return statement


def move(
    dossier: Dossier, action: str, *, actor: Actor, now: datetime, reason: str = "", **data: object
) -> None:
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
        end = cancel_orders_of if target == State.RETURNED else end_orders_of
        end(actor=actor, subject=("dossier", dossier.pk), now=now)
    doing = _Doing(action, actor, now, reason, data)
    _execute(_MOVE, (*_standing(dossier), *_history(dossier, came_from, doing)))


def happen(
    dossier: Dossier, action: str, *, actor: Actor, now: datetime, reason: str = "", **data: object
) -> None:
    """Keep an act upon a locked dossier that does not move it: history, audit, event.

    `data` holds ids and codes, never personal data.
    """
    doing = _Doing(action, actor, now, reason, data)
    _execute(_HAPPEN, _history(dossier, State(dossier.state), doing))


def _standing(dossier: Dossier) -> tuple[Any, ...]:
    return (*(getattr(dossier, name) for name in _STANDING), dossier.pk)


def _history(dossier: Dossier, came_from: State, doing: _Doing) -> tuple[Any, ...]:
    """Give the arguments of `_HISTORY` for an act that left a dossier as it stands."""
    actor, told = doing.actor, _told(dossier, doing.data)
    happened_at, logged = _logged(doing.now, told)
    return (
        dossier.pk,
        doing.now,
        doing.action,
        came_from,
        dossier.state,
        actor.kind,
        actor.account_id,
        actor.official_id,
        doing.reason,
        orjson.dumps(told).decode(),
        *audit.row(_act(dossier, f"dossiers.{doing.action}", logged), actor, happened_at),
        dossier.agency_id,
    )


def _execute(statement: str, values: tuple[Any, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def written(moment: datetime, now: datetime) -> dict[str, str]:
    """Say when an act was written down, where that was not when it happened; else nothing."""
    return {} if moment == now else {"written_at": now.isoformat()}


def _logged(moment: datetime, told: dict[str, object]) -> tuple[datetime, dict[str, object]]:
    """Give when an act really happened and what the log keeps of it.

    Of what was written down later than it counts from, the log names that earlier time too: the
    history goes by it.
    """
    written_at = told.get("written_at")
    if not isinstance(written_at, str):
        return moment, told
    rest = {name: value for name, value in told.items() if name != "written_at"}
    return datetime.fromisoformat(written_at), {**rest, "as_of": moment}


def record(dossier: Dossier, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon a dossier into the audit log, in this transaction."""
    audit.record_all([_act(dossier, act, _told(dossier, data))], actor=actor, now=now)


def _act(dossier: Dossier, act: str, told: dict[str, object]) -> audit.Act:
    subject = ("dossier", str(dossier.public_id))
    return audit.Act(act, subject, dossier.agency_id, dossier.pk, data=told)


def _told(dossier: Dossier, data: dict[str, object]) -> dict[str, object]:
    """Give what an act keeps, with the absent colleague for whom it was done."""
    return {**data, "behalf": dossier.acted_for} if dossier.acted_for else data
