"""Pages of what a phone's owner does: write to a number, look into the wallet, type the PIN."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, web
from motcua_sandbox.markup import Markup, join, markup
from motcua_sandbox.phone import messages, wallets
from motcua_sandbox.phone.pages import HOUSE, shown
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.phone.messages import Network

MOST_ROWS = 50
_WRITE = """<form method="post" action="/write">
<label>{own}<input name="from" value="{sender}" required inputmode="tel" autocomplete="off"></label>
<label>{to_label}<input name="to" value="{to}" required inputmode="tel" autocomplete="off"></label>
<label>{label}<textarea name="text" rows="3" required maxlength="600"></textarea></label>
<button>{button}</button></form>"""
_PIN = """<form method="post" action="/phones/{id}/wallet/{seq}" class="search">
<label>PIN<input name="pin" inputmode="numeric" autocomplete="off" maxlength="6"></label>
<button>{pay}</button> <button class="quiet" name="refuse" value="1">{refuse}</button></form>"""
_FILL = """<form method="post" action="/phones/{id}/wallet">
<label>{balance_label}<input name="balance" inputmode="numeric" value="{balance}"></label>
<label>{elsewhere_label}<input name="elsewhere" inputmode="numeric" value="{elsewhere}"></label>
<button class="quiet">{button}</button></form>"""
_STATES = {
    "pending": ("chờ mã PIN", "waits for the PIN"),
    "paid": ("đã trả", "paid"),
    "refused": ("không trả", "not paid"),
}


class Purses:
    """What somebody does on his own phone."""

    def __init__(self, net: Network) -> None:
        self._net = net

    def write(self, request: web.Request) -> web.Response:
        """Show the form for writing from a phone to a number."""
        numbers = self._net.clients.numbers()
        form = markup(
            _WRITE,
            sender=request.query().get("from", ""),
            to=numbers[0] if numbers else "",
            own=request.say("Số máy gửi", "From"),
            to_label=request.say("Gửi tới đầu số", "To the number"),
            label=request.say("Tin nhắn", "Message"),
            button=request.say("Gửi", "Send"),
        )
        return layout.page(request, HOUSE, request.say("Soạn tin nhắn", "Write a message"), form)

    def send(self, request: web.Request) -> web.Response:
        """Send what was written."""
        wish = request.form()
        try:
            parts = (wish.get(name, "") for name in ("from", "to", "text"))
            phone = messages.write_to(self._net, *parts)
        except messages.MessageError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        return web.redirect(f"/phones/{phone}")

    def show(self, request: web.Request) -> web.Response:
        """Show a phone's wallet: what it holds, and the charges that wait for its PIN."""
        phone = self._find(request)
        purse = wallets.purse(self._net.store, phone["id"])
        sql = "SELECT * FROM charges WHERE phone = ? ORDER BY seq DESC LIMIT ?"
        rows = self._net.store.rows(sql, phone["id"], MOST_ROWS)
        holds = request.say(
            f"Số dư {purse.balance:,} đ · đã dùng trong tháng {purse.month:,} đ / "
            f"{wallets.MOST_A_MONTH:,} đ · mã PIN {wallets.PIN}",
            f"Holds {purse.balance:,} VND · used this month {purse.month:,} of "
            f"{wallets.MOST_A_MONTH:,} VND · PIN {wallets.PIN}",
        )
        items = [self._charge(request, phone["id"], row) for row in rows]
        empty = markup(
            '<p class="empty">{text}</p>', text=request.say("Chưa có khoản nào.", "Nothing yet.")
        )
        body = join(
            markup("<p>{holds}</p>", holds=holds),
            markup('<ul class="list">{items}</ul>', items=items) if items else empty,
            section(request.say("Đặt lại ví", "Set the wallet"), self._fill_form(request, phone)),
        )
        title = request.say("Ví của ", "Wallet of ") + shown(phone["number"])
        return layout.page(request, HOUSE, title, body)

    def fill(self, request: web.Request) -> web.Response:
        """Set what a wallet holds, and what was paid elsewhere."""
        phone, wish = self._find(request), request.form()
        texts = [wish.get(name, "").replace(".", "") for name in ("balance", "elsewhere")]
        if not all(text.isascii() and text.isdigit() and len(text) < 13 for text in texts):
            text = request.say("Ghi số đồng.", "Write whole đồng.")
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        wallets.fill(self._net.store, phone["id"], *(int(text) for text in texts))
        return web.redirect(f"/phones/{phone['id']}/wallet")

    def decide(self, request: web.Request) -> web.Response:
        """Pay a charge with the PIN that was typed, or refuse it."""
        phone, wish, charge = self._find(request), request.form(), request.args["charge"]
        pin = None if "refuse" in wish else wish.get("pin", "")
        if charge.isascii() and charge.isdigit() and len(charge) < 12:
            wallets.decide(self._net, phone["id"], int(charge), pin)
        return web.redirect(f"/phones/{phone['id']}/wallet")

    def _charge(self, request: web.Request, phone: int, row: sqlite3.Row) -> Markup:
        form = markup(
            _PIN,
            id=phone,
            seq=row["seq"],
            pay=request.say("Đồng ý trả", "Pay"),
            refuse=request.say("Không trả", "Refuse"),
        )
        return markup(
            "<li><strong>{amount} đ</strong> {description} · {state}{reason} "
            '<span class="soft">{at}</span>{form}</li>',
            amount=f"{row['amount']:,}",
            description=row["description"],
            state=request.say(*_STATES[row["state"]]),
            reason=f" ({row['reason']})" if row["reason"] else "",
            at=clock.shown(row["at"]),
            form=form if row["state"] == "pending" else "",
        )

    def _fill_form(self, request: web.Request, phone: sqlite3.Row) -> Markup:
        purse = wallets.purse(self._net.store, phone["id"])
        return markup(
            _FILL,
            id=phone["id"],
            balance=purse.balance,
            elsewhere=0,
            balance_label=request.say("Số dư, đồng", "Holds, in đồng"),
            elsewhere_label=request.say(
                "Đã trả ở nơi khác trong tháng, đồng", "Paid elsewhere this month, in đồng"
            ),
            button=request.say("Ghi", "Set"),
        )

    def _find(self, request: web.Request) -> sqlite3.Row:
        sql = "SELECT * FROM phones WHERE CAST(id AS TEXT) = ?"
        row = self._net.store.row(sql, request.args["id"])
        if row is None:
            text = request.say("Không có máy này.", "There is no such phone.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        return row
