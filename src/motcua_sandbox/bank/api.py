"""Signed calls by merchants: query and refund; and the day's statement."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, web, wire
from motcua_sandbox.bank import books, orders, slips, terminals
from motcua_sandbox.bank.faults import Answers
from motcua_sandbox.bank.statement import camt, direction, statement

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from motcua_sandbox.bank.books import Bank
    from motcua_sandbox.bank.merchants import Merchant

_FORMS = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "camt.053": ("xml", "application/xml; charset=utf-8"),
}


class Api:
    """The bank's calls for machines."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._answers = Answers(bank.store)

    def query(self, request: web.Request) -> web.Response:
        """Tell the state of an order or a transaction."""
        merchant = self._caller(request)
        wish = request.json()
        if set(wish) == {"order"} and isinstance(wish["order"], str):
            reference = wish["order"]
            return self._answers.give(merchant, lambda: self._order(merchant, reference))
        if set(wish) == {"transaction"} and isinstance(wish["transaction"], str):
            number = wish["transaction"]
            return self._answers.give(merchant, lambda: self._transaction(merchant, number))
        text = "ask for an order or for a transaction"
        raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)

    def refund(self, request: web.Request) -> web.Response:
        """Send money back."""
        merchant = self._caller(request)
        wish = request.json()
        try:
            return self._answers.give(merchant, lambda: self._send_back(merchant, wish))
        except books.BooksError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error

    def charge(self, request: web.Request) -> web.Response:
        """Have a terminal at a counter ask for money."""
        return self._at_terminal(request, terminals.charge)

    def cancel(self, request: web.Request) -> web.Response:
        """Have a terminal ask no more."""
        return self._at_terminal(request, terminals.cancel)

    def _at_terminal(
        self, request: web.Request, do: Callable[[Bank, str, dict[str, Any]], dict[str, Any]]
    ) -> web.Response:
        merchant = self._caller(request)
        wish = request.json()
        try:
            return self._answers.give(merchant, lambda: do(self._bank, merchant.code, wish))
        except orders.OrderError as error:
            raise web.RefusedError(error.status, "bad_request", str(error)) from error

    def statement(self, request: web.Request) -> web.Response:
        """Give a day's statement as a file: CSV, or camt.053 of one merchant."""
        wish = request.query()
        day = wish.get("day") or clock.today(clock.shown_at(clock.now()))
        form, code = wish.get("form", "csv"), wish.get("merchant", "")
        return _file(self._bank, day, form, code)

    def fetch(self, request: web.Request) -> web.Response:
        """Give a merchant the statement of a day, signed."""
        merchant = self._caller(request)
        wish = request.json()
        if set(wish) - {"day", "form"} or not all(isinstance(one, str) for one in wish.values()):
            text = "ask for {day, form}"
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        file = _file(self._bank, wish.get("day", ""), wish.get("form", "csv"), merchant.code)
        signature = wire.sign_body(file.body, merchant.secret, int(clock.now()))
        return web.Response(
            file.body, content_type=file.content_type, headers={"X-Signature": signature}
        )

    def _caller(self, request: web.Request) -> Merchant:
        merchant = self._bank.merchants.all().get(request.header("x-merchant"))
        if merchant is None:
            text = "X-Merchant names no merchant"
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_signature", text)
        try:
            header = request.header("x-signature")
            wire.check_body(header, request.body, merchant.secret, clock.now())
        except wire.WireError as error:
            text = str(error)
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_signature", text) from error
        return merchant

    def _send_back(self, merchant: Merchant, wish: dict[str, Any]) -> dict[str, Any]:
        answer = books.refund(self._bank, merchant.code, wish)
        slips.void(self._bank.store, str(answer["original"]))
        return answer

    def _order(self, merchant: Merchant, reference: str) -> dict[str, Any]:
        orders.expire_due(self._bank)
        order = orders.by_reference(self._bank.store, merchant.code, reference)
        if order is None:
            return {"order": reference, "state": "unknown"}
        return orders.as_answer(self._bank.store, order)

    def _transaction(self, merchant: Merchant, transaction: str) -> dict[str, Any]:
        sql = "SELECT * FROM bookings WHERE id = ? AND merchant = ?"
        row = None
        if re.fullmatch("FT[0-9]{14}", transaction):
            row = self._bank.store.row(sql, transaction, merchant.code)
        if row is None:
            text = "the merchant has no such transaction"
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "unknown_transaction", text)
        return self._as_answer(row)

    def _as_answer(self, row: sqlite3.Row) -> dict[str, Any]:
        return {
            "transaction": row["id"],
            "kind": row["kind"],
            "bank": row["bank"],
            "account": row["account"],
            "direction": direction(row["kind"]),
            "amount": row["amount"],
            "currency": books.CURRENCY,
            "content": row["content"],
            "reference": row["reference"] or None,
            "at": clock.iso(row["at"]),
            "refunded": books.returned(self._bank.store, row["id"], "refund"),
        }


def _file(bank: Bank, day: str, form: str, code: str) -> web.Response:
    """Write a day's statement; refuse what is no day, no form or nobody's."""
    merchant = bank.merchants.all().get(code)
    if form not in _FORMS or (form == "camt.053" and merchant is None):
        text = "form is csv, or camt.053 with a merchant"
        raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
    try:
        if form == "camt.053" and merchant is not None:
            body = camt(bank.store, day, merchant)
        else:
            body = statement(bank.store, day, code)
    except (ValueError, OverflowError) as error:
        text = "day is YYYY-MM-DD"
        raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text) from error
    ending, content_type = _FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="statement-{day}.{ending}"'}
    return web.Response(body, content_type=content_type, headers=headers)
