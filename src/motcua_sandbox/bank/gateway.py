"""The redirect gateway: a merchant's signed request in, the payer's choice, a signed way back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from motcua_sandbox import clock, layout, web
from motcua_sandbox.bank import orders, pages
from motcua_sandbox.layout import Extras
from motcua_sandbox.markup import Markup, join, markup

if TYPE_CHECKING:
    from motcua_sandbox.bank.books import Bank
    from motcua_sandbox.bank.merchants import Merchant
    from motcua_sandbox.bank.orders import Order


class Gateway:
    """The payer's pages of the redirect gateway."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def enter(self, request: web.Request) -> web.Response:
        """Take a merchant's request and show its order."""
        fields = request.query()
        try:
            order = orders.open_order(self._bank, fields)
        except orders.OrderError as error:
            text = request.say("Yêu cầu thanh toán không đúng", "The pay request is not right")
            raise web.RefusedError(error.status, "bad_request", f"{text}: {error}.") from error
        return web.redirect(f"/orders/{order.id}?lang={fields['locale']}")

    def show(self, request: web.Request) -> web.Response:
        """Show an order: to be paid or cancelled while pending, else how it ended."""
        order, merchant = self._find(request)
        if order.state == "pending" and order.expires_at <= clock.now():
            order = orders.end(self._bank, order, "expired")
        is_open = order.state == "pending"
        choice = _choice(request, order) if is_open else _way_back(request, order, merchant)
        body = markup(
            '<div class="slip">{facts}{choice}</div>',
            facts=pages.facts(
                (request.say("Trả cho", "Pay to"), merchant.name),
                (request.say("Số tiền", "Amount"), pages.big(layout.money(order.amount))),
                (request.say("Nội dung", "For"), order.description),
                (request.say("Mã lệnh", "Order"), order.reference),
                (request.say("Trước lúc", "Before"), clock.shown(order.expires_at)),
            ),
            choice=choice,
        )
        title = request.say("Thanh toán", "Payment")
        # Browsers apply form-action to the redirect that follows a form, too.
        csp = {"form-action": f"'self' {_origin(order.return_url)}"}
        return layout.page(request, pages.PAYERS, title, body, Extras(csp=csp))

    def pay(self, request: web.Request) -> web.Response:
        """Pay, and send the payer back."""
        return self._end(request, "paid")

    def cancel(self, request: web.Request) -> web.Response:
        """Give up, and send the payer back."""
        return self._end(request, "cancelled")

    def _end(self, request: web.Request, state: str) -> web.Response:
        order, merchant = self._find(request)
        order = orders.end(self._bank, order, state)
        return web.redirect(orders.return_address(order, merchant))

    def _find(self, request: web.Request) -> tuple[Order, Merchant]:
        order = orders.get(self._bank.store, request.args["id"])
        merchant = self._bank.merchants.all().get(order.merchant) if order else None
        if order is None or merchant is None:
            text = request.say("Không có lệnh thanh toán này.", "There is no such order.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        return order, merchant


def _choice(request: web.Request, order: Order) -> Markup:
    return markup(
        '<form method="post" action="/orders/{id}/pay">'
        '<button class="main">{pay}</button></form>'
        '<form method="post" action="/orders/{id}/cancel">'
        '<button class="quiet wide">{cancel}</button></form>',
        id=order.id,
        pay=request.say(f"Trả {layout.money(order.amount)}", f"Pay {layout.money(order.amount)}"),
        cancel=request.say("Hủy, không trả", "Cancel"),
    )


def _way_back(request: web.Request, order: Order, merchant: Merchant) -> Markup:
    link = markup(
        '<p><a href="{to}">{text}</a></p>',
        to=orders.return_address(order, merchant),
        text=request.say(f"Về trang của {merchant.name}", f"Back to {merchant.name}"),
    )
    return join(pages.state(request, order.state), link)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
