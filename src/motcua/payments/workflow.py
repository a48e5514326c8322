"""States of an order."""

from __future__ import annotations

from motcua.kernel.transitions import Move, Table
from motcua.payments.enums import OrderState as S

TABLE = Table(
    name="order",
    states=tuple(S),
    initial=S.OPEN,
    moves=(
        Move("pay", (S.OPEN, S.REVERSED), S.PAID, label="Thanh toán"),
        Move("expire", (S.OPEN,), S.EXPIRED, label="Hết hạn"),
        Move("cancel", (S.OPEN, S.REVERSED), S.CANCELLED, label="Hủy"),
        Move("reverse", (S.PAID,), S.REVERSED, label="Ngân hàng lấy lại tiền"),
    ),
)
