"""States of a queue ticket and the moves between them."""

from __future__ import annotations

from motcua.counters.enums import TicketState
from motcua.kernel.transitions import Move, Table

S = TicketState

TABLE = Table(
    name="ticket",
    states=tuple(S),
    initial=S.WAITING,
    moves=(
        Move("call", (S.WAITING, S.ABSENT), S.CALLED, label="Gọi"),
        Move("finish", (S.CALLED,), S.SERVED, label="Phục vụ xong"),
        Move("miss", (S.CALLED,), S.ABSENT, label="Vắng mặt"),
        Move("transfer", (S.CALLED,), S.WAITING, label="Chuyển quầy"),
    ),
)
