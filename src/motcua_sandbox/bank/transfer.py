"""The payer's bank app: a transfer typed in, or filled in from a VietQR code."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from motcua_sandbox import clock, layout, vietqr, web
from motcua_sandbox.bank import books, pages
from motcua_sandbox.bank.merchants import Account
from motcua_sandbox.layout import Extras
from motcua_sandbox.markup import Markup, join, markup
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    from motcua_sandbox.bank.books import Bank

_SCAN = """<form method="get" action="/app">
<label>{label}<textarea name="qr" rows="4" required maxlength="512" spellcheck="false"
 autocomplete="off"></textarea></label>
<button class="main">{button}</button></form>"""
_FORM = """<form method="post" action="/transfer">
<input type="hidden" name="token" value="{token}">
<input type="hidden" name="back" value="{back}">
<label>{bank_label}<input name="bank" value="{bank}" required inputmode="numeric"
 pattern="[0-9]{{6}}" maxlength="6"></label>
<label>{account_label}<input name="account" value="{account}" required maxlength="19"></label>
<label>{amount_label}<input name="amount" value="{amount}" required inputmode="numeric"
 pattern="[1-9][0-9]{{0,11}}" maxlength="12"></label>
<label>{content_label}<input name="content" value="{content}" maxlength="140"></label>
<button class="main">{button}</button></form>"""
_BACK = '<p><a href="{url}">{text}</a></p>'
_BLANK = {"bank": "", "account": "", "amount": "", "content": "", "back": ""}
_AMOUNT = re.compile("[1-9][0-9]{0,11}", re.ASCII)


class Transfer:
    """The payer's pages of bank transfer."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def start(self, request: web.Request) -> web.Response:
        """Show both ways to begin: paste a code, or type."""
        scan = markup(
            _SCAN,
            label=request.say("Dán nội dung mã VietQR", "Paste the VietQR payload"),
            button=request.say("Đọc mã", "Read the code"),
        )
        body = join(
            section(request.say("Từ mã VietQR", "From a VietQR code"), scan),
            section(request.say("Tự điền", "Typed in"), _form(request, _BLANK)),
        )
        return self._page(request, request.say("Chuyển khoản", "Transfer"), body)

    def scanned(self, request: web.Request) -> web.Response:
        """Show a transfer filled in from a code, to be confirmed."""
        try:
            code = vietqr.parse(request.query().get("qr", "").strip())
        except vietqr.VietQrError as error:
            text = request.say("Mã VietQR không đúng", "The VietQR code is not right")
            return self._again(request, _BLANK, f"{text}: {error}.")
        amount = str(code.amount or "")
        values = {"bank": code.bank, "account": code.account, "amount": amount}
        back = request.query().get("back", "")
        return self._confirm(request, {**values, "content": code.content, "back": back})

    def send(self, request: web.Request) -> web.Response:
        """Make the transfer and show its receipt."""
        form = request.form()
        values = {name: form.get(name, "").strip() for name in _BLANK}
        if not _AMOUNT.fullmatch(values["amount"]):
            text = request.say("Số tiền phải là số đồng chẵn.", "The amount must be whole đồng.")
            return self._again(request, values, text)
        account = Account(values["bank"], values["account"], "")
        token = form.get("token") or secrets.token_urlsafe(16)
        try:
            transaction = books.receive(
                self._bank, account, int(values["amount"]), values["content"], token
            )
        except books.BooksError:
            text = request.say("Không ai có tài khoản này.", "Nobody has this account.")
            return self._again(request, values, text)
        back = f"?{urlencode({'back': values['back']})}" if values["back"] else ""
        return web.redirect(f"/transfers/{transaction}{back}")

    def receipt(self, request: web.Request) -> web.Response:
        """Show a transfer that was made."""
        sql = "SELECT * FROM bookings WHERE id = ? AND kind = 'transfer'"
        row = self._bank.store.row(sql, request.args["id"])
        if row is None:
            text = request.say("Không có giao dịch này.", "There is no such transaction.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        details = pages.facts(
            (request.say("Số tiền", "Amount"), pages.big(layout.money(row["amount"]))),
            (request.say("Đến tài khoản", "To account"), f"{row['account']} · {row['bank']}"),
            (request.say("Nội dung", "Content"), row["content"] or "—"),
            (request.say("Mã giao dịch", "Transaction"), row["id"]),
            (request.say("Lúc", "At"), clock.shown(row["at"])),
        )
        body = markup(
            '<div class="slip"><p class="state paid">{done}</p>{details}{back}</div>',
            done=request.say("Đã chuyển", "Sent"),
            details=details,
            back=self._way_back(request, row["bank"], row["account"]),
        )
        return self._page(request, request.say("Chuyển khoản thành công", "Transfer sent"), body)

    def _way_back(self, request: web.Request, bank: str, account: str) -> Markup:
        """Lead back to the payee's page, if he said where payers may be sent."""
        url = request.query().get("back", "")
        owned = self._bank.merchants.owner(bank, account)
        if owned is None or not owned[0].takes_back(url):
            return markup("")
        text = request.say("Trở về hồ sơ của tôi", "Back to my dossier")
        return markup(_BACK, url=url, text=text)

    def _confirm(self, request: web.Request, values: dict[str, str]) -> web.Response:
        owned = self._bank.merchants.owner(values["bank"], values["account"])
        holder = owned[1].name or owned[0].name if owned else ""
        unknown = request.say("không có tài khoản này", "no such account")
        to = pages.facts((request.say("Người nhận", "Payee"), holder or unknown))
        body = markup('<div class="slip">{to}{form}</div>', to=to, form=_form(request, values))
        return self._page(request, request.say("Xác nhận chuyển khoản", "Confirm transfer"), body)

    def _again(self, request: web.Request, values: dict[str, str], problem: str) -> web.Response:
        said = markup('<p class="problem" role="alert">{text}</p>', text=problem)
        body = join(said, _form(request, values))
        title = request.say("Chuyển khoản", "Transfer")
        extras = Extras(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return layout.page(request, pages.PAYERS, title, body, extras)

    def _page(self, request: web.Request, title: str, body: Markup) -> web.Response:
        return layout.page(request, pages.PAYERS, title, body)


def _form(request: web.Request, values: dict[str, str]) -> Markup:
    return markup(
        _FORM,
        **values,
        token=secrets.token_urlsafe(16),
        bank_label=request.say("Ngân hàng (BIN 6 số)", "Bank (6-digit BIN)"),
        account_label=request.say("Số tài khoản nhận", "Account number"),
        amount_label=request.say("Số tiền (đồng)", "Amount (đồng)"),
        content_label=request.say("Nội dung", "Content"),
        button=request.say("Chuyển", "Send"),
    )
