"""Who keeps the books of which money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.standing import is_top
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order


def require_keeper(actor: Actor, order: Order | None, now: datetime) -> None:
    """Demand an accountant of the order's agency. Raises `NotAllowed`.

    Where there is no order the money is the node's: one of the agency that runs it.
    """
    own = actor.agencies(Role.ACCOUNTANT)
    if order is not None and order.agency_id in own:
        return
    if order is not None or not is_top(own, civil_date(now)):
        raise NotAllowed


def require_statement_keeper(actor: Actor, now: datetime) -> None:
    """Demand an accountant of the agency that runs the node, or the node. Raises `NotAllowed`."""
    if actor.kind != "system":
        require_keeper(actor, None, now)


def official(actor: Actor) -> int:
    """Give who acts, who must be an official. Raises `NotAllowed`."""
    if actor.official_id is None:
        raise NotAllowed
    return actor.official_id
