"""Acts upon many dossiers at once: which a queue offers, and each chosen dossier before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.dossiers.queries.handling import Act, Standing, is_open, standing_of
from motcua.dossiers.queries.hands import colleagues_for
from motcua.dossiers.queries.queues import Queue
from motcua.dossiers.queries.scopes import visible_to
from motcua.dossiers.queries.wording import procedure_name, step_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

MOST = 50
"""No more dossiers are acted upon at once: what one page shows."""
MOST_SIGNED = 20
"""No more results are signed at once: each is shown, and has to be read."""
_OF_QUEUE: Mapping[Queue, tuple[Act, ...]] = {
    Queue.RECEIVING: (Act.ACCEPT,),
    Queue.HANDOVER: (Act.HAND_OVER,),
    Queue.MINE: (Act.TAKE_UP,),
    Queue.SIGNING: (Act.APPROVE,),
    Queue.RETURNING: (Act.RETURN,),
}
_GIVEN_OUT = frozenset({Queue.UNIT, Queue.LATE, Queue.MINE})
IN_BULK = frozenset({act for acts in _OF_QUEUE.values() for act in acts} | {Act.ASSIGN})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dossier that was chosen: where it stands, and whether the act is open for it now."""

    dossier: Dossier
    standing: Standing
    procedure: str
    step: str
    is_open: bool


def acts_on_many(actor: Actor, queue: Queue) -> tuple[Act, ...]:
    """Give the acts that an official may do to many dossiers of a queue."""
    gives_out = any(power.role in {Role.HEAD, Role.LEADER} for power in actor.powers)
    assign = (Act.ASSIGN,) if gives_out and queue in _GIVEN_OUT else ()
    return (*_OF_QUEUE.get(queue, ()), *assign)


def chosen(
    actor: Actor, act: Act, public_ids: Sequence[UUID], now: datetime, language: str
) -> tuple[Chosen, ...]:
    """Give the chosen dossiers that an official may see, in the order he chose them."""
    rows = visible_to(actor).select_related("agency", "unit", "official")
    found = {row.public_id: row for row in rows.filter(public_id__in=public_ids[:MOST])}
    return tuple(
        _chosen(actor, act, found[one], now, language) for one in public_ids if one in found
    )


def _chosen(actor: Actor, act: Act, dossier: Dossier, now: datetime, language: str) -> Chosen:
    standing = standing_of(actor, dossier, now)
    return Chosen(
        dossier=dossier,
        standing=standing,
        procedure=procedure_name(dossier, language),
        step=step_name(dossier, dossier.step_code, language) if dossier.step_code else "",
        is_open=is_open(standing, act),
    )


def takers_of(rows: Sequence[Chosen], now: datetime) -> tuple[Colleague, ...]:
    """Give who may have at least one of the chosen steps; who may not have one is told so."""
    found = {
        one.public_id: one
        for row in rows
        if row.is_open and row.standing.run is not None
        for one in colleagues_for(row.dossier, row.standing.run, now)
    }
    return tuple(found.values())
