"""The machines at the counters, as their operator sees them: what they ask for, and its end."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, web
from motcua_sandbox.bank import orders, pages, slips, terminals
from motcua_sandbox.markup import Markup, join, markup

if TYPE_CHECKING:
    from motcua_sandbox.bank.books import Bank
    from motcua_sandbox.bank.orders import Order

_WORDS = {
    "approve": ("Chấp nhận", "Approve"),
    "lose": ("Chấp nhận, mất tín hiệu", "Approve, answer lost"),
    "decline": ("Từ chối", "Decline"),
    "time-out": ("Hết giờ", "Time out"),
}


class Machines:
    """The terminals of all merchants."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def show(self, request: web.Request) -> web.Response:
        """Show what terminals are asking for."""
        orders.expire_due(self._bank)
        heads = (
            *(request.say("Lúc", "At"), request.say("Máy", "Terminal")),
            *(request.say("Lệnh", "Order"), request.say("Số tiền", "Amount")),
            request.say("Thao tác", "Action"),
        )
        rows = [self._row(request, order) for order in terminals.waiting(self._bank.store)]
        empty = request.say("Không máy nào đang chờ.", "No terminal is waiting.")
        title = request.say("Máy quẹt thẻ", "Terminals")
        return layout.page(request, pages.OPERATORS, title, layout.table(heads, rows, empty))

    def decide(self, request: web.Request) -> web.Response:
        """Do at the machine what was chosen."""
        order, choice = orders.get(self._bank.store, request.args["id"]), request.args["choice"]
        if order is None or choice not in terminals.AT_THE_MACHINE:
            text = request.say("Không có lệnh này.", "There is no such order.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        terminals.decide(self._bank, order, choice)
        return web.redirect("/terminals")

    def _row(self, request: web.Request, order: Order) -> list[object]:
        machine = slips.slip_of(self._bank.store, order.id).get("terminal", "")
        return [
            *(clock.shown(order.made_at), machine, order.reference),
            layout.money(order.amount),
            join(*(self._button(request, order, choice) for choice in terminals.AT_THE_MACHINE)),
        ]

    def _button(self, request: web.Request, order: Order, choice: str) -> Markup:
        return markup(
            '<form method="post" action="/terminals/{id}/{choice}">'
            '<button class="quiet">{text}</button></form>',
            id=order.id,
            choice=choice,
            text=request.say(*_WORDS[choice]),
        )
