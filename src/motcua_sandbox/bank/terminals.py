"""Terminals at counters: a merchant asks for an amount, the operator decides at the machine."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, wire
from motcua_sandbox.bank import orders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua_sandbox.bank.books import Bank
    from motcua_sandbox.bank.orders import Order
    from motcua_sandbox.store import Store

LASTS = 180
"""Seconds that a terminal waits for a card or a scan."""
_FEE_OF_1000 = 11
_WISH = ("amount", "charge", "description", "terminal")
AT_THE_MACHINE = ("approve", "lose", "decline", "time-out")
"""What an operator may do at the machine."""
_ENDS = {
    "approve": ("paid", ""),
    "lose": ("paid", ""),
    "decline": ("cancelled", "declined"),
    "time-out": ("expired", "timed_out"),
    "withdraw": ("cancelled", "withdrawn"),
}


def charge(bank: Bank, merchant: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    """Have a terminal ask for money; the same request again is one. Raises OrderError."""
    _check(wish)
    request, now = wire.canonical({name: str(wish[name]) for name in _WISH}), clock.now()
    with bank.store.write() as db:
        number = secrets.token_urlsafe(24)
        made = db.execute(
            """INSERT INTO orders (id, merchant, reference, request, amount, description,
              return_url, expires_at, made_at, state) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 'pending')
            ON CONFLICT (merchant, reference) DO NOTHING""",
            (
                *(number, merchant, wish["charge"], request, wish["amount"]),
                *(wish["description"], int(now) + LASTS, now),
            ),
        )
        if made.rowcount:
            sql = "INSERT INTO slips (order_id, merchant, terminal) VALUES (?, ?, ?)"
            db.execute(sql, (number, merchant, wish["terminal"]))
    order = orders.by_reference(bank.store, merchant, wish["charge"])
    if order is None or order.request != request:
        raise orders.ConflictError("this charge was asked for with other particulars")
    return orders.as_answer(bank.store, order)


def cancel(bank: Bank, merchant: str, wish: Mapping[str, Any]) -> dict[str, Any]:
    """End a charge that waits, known or not; one that ended stays as it is. Raises OrderError."""
    charge(bank, merchant, wish)
    order = orders.by_reference(bank.store, merchant, wish["charge"])
    if order is not None and order.state == "pending":
        decide(bank, order, "withdraw")
        order = orders.get(bank.store, order.id)
    return orders.as_answer(bank.store, order) if order else {}


def decide(bank: Bank, order: Order, choice: str) -> None:
    """Approve, decline or time out at the machine; `lose` approves and tells nobody."""
    state, reason = _ENDS[choice]
    is_late = order.expires_at <= clock.now()
    slip = {} if state != "paid" or is_late else _slip(order)
    with bank.store.write() as db:
        facts = {"reason": "timed_out" if is_late else reason} | slip
        names = ", ".join(f"{name} = ?" for name in facts)
        sql = f"""UPDATE slips SET {names} WHERE order_id IN (
          SELECT id FROM orders WHERE id = ? AND state = 'pending')"""  # noqa: S608 - names are ours
        db.execute(sql, (*facts.values(), order.id))
    orders.end(bank, order, state, is_told=choice != "lose")


def waiting(store: Store) -> list[Order]:
    """Give what terminals are asking for, the newest first."""
    sql = """SELECT o.* FROM orders o JOIN slips s ON s.order_id = o.id
      WHERE o.state = 'pending' ORDER BY o.made_at DESC"""
    return [orders.Order(**dict(row)) for row in store.rows(sql)]


def _slip(order: Order) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "slip": f"{secrets.randbelow(10**6):06d}",
        "approval": secrets.token_hex(3).upper(),
        "last_four": f"{secrets.randbelow(10**4):04d}",
        "fee": (order.amount * _FEE_OF_1000 + 500) // 1000,
    }


def _check(wish: Mapping[str, Any]) -> None:
    if set(wish) != set(_WISH) or type(wish["amount"]) is not int:
        raise orders.OrderError("ask with {charge, terminal, amount, description}")
    patterns = {"charge": r"[A-Za-z0-9._-]{1,64}", "terminal": r"[A-Za-z0-9._-]{1,20}"}
    for name, pattern in patterns.items():
        if not isinstance(wish[name], str) or not re.fullmatch(pattern, wish[name], re.ASCII):
            raise orders.OrderError(f"{name} is malformed")
    text = wish["description"]
    if not isinstance(text, str) or not (0 < len(text) <= 200 and text.isprintable()):
        raise orders.OrderError("description is malformed")
    if not 0 < wish["amount"] < 10**12:
        raise orders.OrderError("amount is malformed")
