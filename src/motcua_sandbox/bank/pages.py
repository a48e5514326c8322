"""What the bank's pages share: its name, its links, its ways to show things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua_sandbox.layout import House
from motcua_sandbox.markup import Markup, markup

if TYPE_CHECKING:
    from motcua_sandbox import web

NAME = ("Ngân hàng thử nghiệm", "Sandbox bank")
WARNING = ("Không phải tiền thật", "No real money")
PAYERS = House("bank", NAME, WARNING)
OPERATORS = House(
    "bank desk",
    NAME,
    WARNING,
    (
        ("/", "Vận hành", "Operator"),
        ("/orders", "Lệnh thanh toán", "Orders"),
        ("/transactions", "Giao dịch", "Transactions"),
        ("/terminals", "Máy quẹt thẻ", "Terminals"),
        ("/events", "Thông báo", "Events"),
        ("/transfer", "Chuyển khoản", "Transfer"),
    ),
)
STATES = {
    "pending": ("chờ thanh toán", "pending"),
    "paid": ("đã thanh toán", "paid"),
    "cancelled": ("đã hủy", "cancelled"),
    "expired": ("đã hết hạn", "expired"),
}
KINDS = {
    "payment": ("thanh toán", "payment"),
    "transfer": ("chuyển khoản đến", "transfer in"),
    "refund": ("hoàn tiền", "refund"),
    "chargeback": ("đòi lại", "chargeback"),
}


def state(request: web.Request, name: str) -> Markup:
    """Draw an order's state: word and colour."""
    words = request.say(*STATES[name])
    return markup('<p class="state {name}">{words}</p>', name=name, words=words)


def facts(*pairs: tuple[str, object]) -> Markup:
    """Draw names and values under one another."""
    rows = [
        markup("<div><dt>{name}</dt><dd>{value}</dd></div>", name=name, value=value)
        for name, value in pairs
    ]
    return markup("<dl>{rows}</dl>", rows=rows)


def big(amount: str) -> Markup:
    """Draw an amount large."""
    return markup('<strong class="amount">{amount}</strong>', amount=amount)
