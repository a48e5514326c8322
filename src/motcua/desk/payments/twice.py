"""What the page of money that left twice shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.queries.humans import is_second_person
from motcua.desk.payments.gate import keeper, who
from motcua.desk.payments.unclear import unclear_rows
from motcua.kernel.errors import NotFound
from motcua.payments.enums import SettlementState
from motcua.payments.queries.returns import owed_twice, reversal_numbered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Reversal, Settlement


@dataclass(frozen=True, slots=True)
class Said:
    """What was proposed for it: by whom, and who decided it."""

    settlement: Settlement
    proposer: str
    decider: str


@dataclass(frozen=True, slots=True)
class TwicePage:
    """Money that left twice: how many đồng are still owed, what was said, what waits.

    `bookings` are the unclear money that may make up for it, by the number it came with.
    """

    reversal: Reversal
    owed: int
    said: tuple[Said, ...]
    waits: Said | None
    may_agree: bool
    bookings: Mapping[str, int]


def twice_page(actor: Actor, number: int, now: datetime) -> TwicePage:
    """Give the page of a reversal of one's agencies, or of no order where one runs the node.

    Raises `NotAllowed`, `NotFound` where nothing of it left twice.
    """
    held = keeper(actor, now)
    reversal = reversal_numbered(number)
    is_mine = reversal.order.agency_id in held.numbers if reversal.order else held.of_node
    if not is_mine or not reversal.twice:
        raise NotFound
    rows = reversal.settlements.select_related("of").order_by("pk")
    said = tuple(Said(one, who(one.asked_by), who(one.decided_by)) for one in rows)
    waits = next((one for one in said if one.settlement.state == SettlementState.ASKED), None)
    may_agree = waits is not None and is_second_person(actor.official_id, waits.settlement.asked_by)
    unclear = {row.money.transaction.upper(): row.money for row in unclear_rows(actor, now)}
    return TwicePage(
        reversal,
        owed_twice(reversal),
        tuple(one for one in said if one is not waits),
        waits,
        may_agree,
        {name: money.booking_id for name, money in unclear.items()},
    )
