"""The operator's pages: merchants, orders, transactions, transfers of any kind, chargebacks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, web
from motcua_sandbox.bank import books, orders, pages
from motcua_sandbox.bank.merchants import Account
from motcua_sandbox.bank.statement import direction
from motcua_sandbox.markup import Markup, join, markup
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.bank.books import Bank
    from motcua_sandbox.bank.merchants import Merchant
    from motcua_sandbox.workbench import Workbench

MOST_ROWS = 100
MOST_TIMES = 20
_MAKE = """<form method="post" action="/operate/transfer">
<label>{account_label}<select name="account">{accounts}</select></label>
<label>{amount_label}<input name="amount" required inputmode="numeric" maxlength="12"></label>
<label>{content_label}<input name="content" maxlength="140"></label>
<label>{times_label}<input name="times" type="number" value="1" min="1" max="20"></label>
<button>{button}</button></form>"""
_STATEMENT = """<form method="get" action="/statement.csv">
<label>{label}<input type="date" name="day" value="{today}" required></label>
<label>{merchant_label}<select name="merchant">{merchants}</select></label>
<button class="quiet" name="form" value="csv">{csv}</button>
<button class="quiet" name="form" value="camt.053">{camt}</button></form>"""


class Backoffice:
    """The operator's side of the bank."""

    def __init__(self, bank: Bank, bench: Workbench) -> None:
        self._bank, self._bench = bank, bench

    def home(self, request: web.Request) -> web.Response:
        """Show the dial, the ways to move money, and the merchants."""
        problem = self._bank.merchants.problem
        body = join(
            markup('<p class="problem">{text}</p>', text=problem) if problem else Markup(""),
            section(request.say("Núm gây lỗi", "Fault dial"), self._bench.dial_form(request)),
            section(request.say("Chuyển khoản đến", "Transfer in"), self._make(request)),
            section(request.say("Sao kê", "Statement"), self._statement(request)),
            section(request.say("Đơn vị nhận tiền", "Merchants"), self._merchants(request)),
        )
        return layout.page(request, pages.OPERATORS, request.say("Vận hành", "Operator"), body)

    def orders(self, request: web.Request) -> web.Response:
        """Show the newest orders."""
        heads = (
            *(request.say("Lúc", "At"), request.say("Đơn vị", "Merchant")),
            *(request.say("Lệnh", "Order"), request.say("Số tiền", "Amount")),
            *(request.say("Nội dung", "For"), request.say("Trạng thái", "State")),
        )
        rows = [
            [
                *(clock.shown(order.made_at), order.merchant),
                markup('<a href="/orders/{id}">{text}</a>', id=order.id, text=order.reference),
                *(layout.money(order.amount), order.description),
                pages.state(request, order.state),
            ]
            for order in orders.latest(self._bank.store, MOST_ROWS)
        ]
        empty = request.say("Chưa có lệnh nào.", "No orders yet.")
        title = request.say("Lệnh thanh toán", "Orders")
        return layout.page(request, pages.OPERATORS, title, layout.table(heads, rows, empty))

    def transactions(self, request: web.Request) -> web.Response:
        """Show the newest bookings."""
        heads = (
            *(request.say("Lúc", "At"), request.say("Mã giao dịch", "Transaction")),
            *(request.say("Đơn vị", "Merchant"), request.say("Loại", "Kind")),
            *(request.say("Số tiền", "Amount"), request.say("Nội dung", "Content")),
            request.say("Thao tác", "Action"),
        )
        sql = "SELECT * FROM bookings ORDER BY seq DESC LIMIT ?"
        rows = [self._booking(request, row) for row in self._bank.store.rows(sql, MOST_ROWS)]
        empty = request.say("Chưa có giao dịch nào.", "No transactions yet.")
        title = request.say("Giao dịch", "Transactions")
        return layout.page(request, pages.OPERATORS, title, layout.table(heads, rows, empty))

    def make_transfer(self, request: web.Request) -> web.Response:
        """Make transfers of any amount and content, each a transaction of its own."""
        form = request.form()
        bank, _, number = form.get("account", "").partition("/")
        amount, times = _whole(form.get("amount", "")), _whole(form.get("times", "1"))
        if not (amount and 1 <= times <= MOST_TIMES):
            text = request.say("Số tiền hoặc số lần không đúng.", "The amount or times is wrong.")
            raise web.RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_request", text)
        account = Account(bank, number, "")
        try:
            for _ in range(times):
                books.receive(self._bank, account, amount, form.get("content", ""), None)
        except books.BooksError as error:
            raise web.RefusedError(
                HTTPStatus.UNPROCESSABLE_ENTITY, error.code, str(error)
            ) from error
        return web.redirect("/transactions")

    def charge_back(self, request: web.Request) -> web.Response:
        """Take a payment back from the merchant."""
        reason = request.form().get("reason", "")
        try:
            books.charge_back(self._bank, request.args["id"], books.clean(reason))
        except books.BooksError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        return web.redirect("/transactions")

    def _make(self, request: web.Request) -> Markup:
        accounts = [
            markup(
                '<option value="{bank}/{number}">{number} · {name}</option>',
                bank=account.bank,
                number=account.number,
                name=account.name or merchant.name,
            )
            for merchant in self._bank.merchants.all().values()
            for account in merchant.accounts
        ]
        if not accounts:
            text = request.say("Chưa đơn vị nào có tài khoản.", "No merchant has an account.")
            return markup('<p class="empty">{text}</p>', text=text)
        return markup(
            _MAKE,
            accounts=accounts,
            account_label=request.say("Đến tài khoản", "To account"),
            amount_label=request.say("Số tiền (đồng)", "Amount (đồng)"),
            content_label=request.say("Nội dung", "Content"),
            times_label=request.say("Số lần", "Times"),
            button=request.say("Chuyển đến", "Send in"),
        )

    def _statement(self, request: web.Request) -> Markup:
        merchants = [
            markup('<option value="{code}">{code} · {name}</option>', code=one.code, name=one.name)
            for one in self._bank.merchants.all().values()
        ]
        return markup(
            _STATEMENT,
            label=request.say("Ngày", "Day"),
            today=clock.today(clock.shown_at(clock.now())),
            merchant_label=request.say("Đơn vị", "Merchant"),
            merchants=merchants,
            csv=request.say("Tải sao kê (CSV)", "Download (CSV)"),
            camt=request.say("Tải sao kê (camt.053)", "Download (camt.053)"),
        )

    def _merchants(self, request: web.Request) -> Markup:
        heads = (
            *(request.say("Mã", "Code"), request.say("Tên", "Name")),
            *("Webhook", request.say("Trả về", "Back to"), request.say("Tài khoản", "Accounts")),
        )
        merchants = self._bank.merchants.all().values()
        empty = request.say("Chưa có đơn vị nào.", "No merchants yet.")
        return layout.table(heads, [_merchant(merchant) for merchant in merchants], empty)

    def _booking(self, request: web.Request, row: sqlite3.Row) -> list[object]:
        sign = "+" if direction(row["kind"]) == "credit" else "−"
        act = _charge_back_form(request, row["id"]) if row["kind"] == "payment" else Markup("")
        return [
            *(clock.shown(row["at"]), row["id"], row["merchant"]),
            request.say(*pages.KINDS[row["kind"]]),
            *(f"{sign}{layout.money(row['amount'])}", row["content"], act),
        ]


def _merchant(merchant: Merchant) -> list[object]:
    accounts = [markup("<p>{a} · {b}</p>", a=one.number, b=one.bank) for one in merchant.accounts]
    prefixes = [markup("<p>{text}</p>", text=prefix) for prefix in merchant.return_prefixes]
    return [merchant.code, merchant.name, merchant.webhook_url, prefixes, accounts]


def _charge_back_form(request: web.Request, transaction: str) -> Markup:
    return markup(
        '<form method="post" action="/transactions/{id}/charge-back">'
        '<button class="quiet">{text}</button></form>',
        id=transaction,
        text=request.say("Đòi lại", "Charge back"),
    )


def _whole(text: str) -> int:
    """Read up to twelve digits; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
