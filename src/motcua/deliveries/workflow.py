"""States of a parcel. Carriers leave steps out and find what they lost, so that few moves are shut.

Where a parcel stands follows from all that was told of it, in the order in which it happened: words
that come late, twice or in another order lead to the same end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.deliveries.enums import ParcelState as S
from motcua.kernel.transitions import Move, MoveRefused, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN = (S.REQUESTED, S.BOOKED, S.IN_TRANSIT, S.REFUSED)
ENDED = (S.DELIVERED, S.BROUGHT_BACK, S.LOST, S.CANCELLED)

TABLE = Table(
    name="parcel",
    states=tuple(S),
    initial=S.REQUESTED,
    moves=(
        Move("book", (S.REQUESTED,), S.BOOKED, label="Báo bưu chính"),
        Move("carry", (S.BOOKED, S.IN_TRANSIT, S.LOST), S.IN_TRANSIT, label="Vận chuyển"),
        Move("deliver", (S.BOOKED, S.IN_TRANSIT, S.LOST), S.DELIVERED, label="Phát"),
        Move("refuse", (S.BOOKED, S.IN_TRANSIT), S.REFUSED, label="Người nhận từ chối"),
        Move("bring_back", (S.REFUSED,), S.BROUGHT_BACK, label="Chuyển hoàn"),
        Move("lose", (S.BOOKED, S.IN_TRANSIT, S.REFUSED), S.LOST, label="Thất lạc"),
        Move("cancel", (S.REQUESTED, S.BOOKED), S.CANCELLED, label="Hủy"),
    ),
)


def state_after(moves: Iterable[str]) -> S:
    """Give the state to which some moves lead a booked parcel; those that do not follow are left.

    An empty name moves nothing.
    """
    state = S.BOOKED
    for action in moves:
        if not action:
            continue
        try:
            state = S(TABLE.target(state, action))
        except MoveRefused:
            continue
    return state
