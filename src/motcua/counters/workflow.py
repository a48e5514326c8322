"""States of a queue ticket and of a booked time, and the moves between them."""

from __future__ import annotations

from motcua.counters.enums import BookingState, TicketState
from motcua.kernel.transitions import Move, Table

S = TicketState
B = BookingState

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

BOOKINGS = Table(
    name="booking",
    states=tuple(B),
    initial=B.BOOKED,
    moves=(
        Move("move", (B.BOOKED,), B.BOOKED, label="Đổi giờ"),
        Move("cancel", (B.BOOKED,), B.CANCELLED, label="Hủy"),
        Move("come", (B.BOOKED,), B.CAME, label="Đến"),
        Move("miss", (B.BOOKED,), B.MISSED, label="Không đến"),
    ),
)
