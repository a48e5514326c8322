"""What the page of money at the counter shows: debts by code, and what goes back in cash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.counters.queries.sitting import shift_of
from motcua.desk.tills.queries import TAKING
from motcua.dossiers.queries.codes import codes_of, number_of
from motcua.kernel.errors import NotAllowed
from motcua.payments.enums import ENDED_SHORT, OrderState
from motcua.payments.queries import orders_of
from motcua.payments.queries.orders import orders_called_in
from motcua.payments.queries.providers import has_terminals
from motcua.payments.queries.returns import cash_waiting, order_of_refund
from motcua.payments.queries.terminals import asking, tries_of
from motcua.payments.queries.underpayments import takes_all
from motcua.tills.enums import DrawerState
from motcua.tills.queries import drawer_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Attempt, Order, Refund

DOSSIER = "dossier"
MOST_TYPED = 600
"""Signs of what a scanner may type: a VietQR has some hundred."""


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt as who takes money sees it: `asks` is the terminal's try that may still be paid.

    `takes_all` says that it may be paid whole at once, as a terminal does.
    """

    order: Order
    code: str
    dossier_id: UUID
    asks: Attempt | None
    tries: tuple[Attempt, ...]
    is_owed: bool
    takes_all: bool
    goes_back: tuple[Refund, ...]


@dataclass(frozen=True, slots=True)
class PayPage:
    """What was found for what was typed, and the terminal at the counter where the official sits.

    Empty where that has none, or he sits nowhere. `has_drawer` says that he has an open drawer.
    """

    typed: str
    debts: tuple[Debt, ...]
    terminal: str
    takes_cards: bool
    opens_dossiers: bool
    has_drawer: bool
    may_use_safe: bool

    @property
    def asks(self) -> bool:
        """Say whether a terminal asks for any of it now."""
        return any(one.asks for one in self.debts)


def pay_page(actor: Actor, typed: str, now: datetime) -> PayPage:
    """Give the debts that a code, or what a scanner read, is about. Raises `NotAllowed`."""
    agencies = require_taker(actor)
    typed = typed.strip()[:MOST_TYPED]
    found = _named(typed, agencies) if typed else []
    codes = codes_of([order.subject_id for order in found])
    shift, mine = shift_of(actor), drawer_of(actor)
    return PayPage(
        typed=typed,
        debts=tuple(_debt(order, codes[order.subject_id], now) for order in found),
        terminal=shift.counter.terminal if shift else "",
        takes_cards=has_terminals(),
        opens_dossiers=bool(actor.agencies(Role.RECEPTIONIST)),
        has_drawer=bool(mine and mine.state == DrawerState.OPEN),
        may_use_safe=bool(actor.agencies(Role.ACCOUNTANT)),
    )


def require_taker(actor: Actor) -> Collection[int]:
    """Give the agencies whose money an official takes. Raises `NotAllowed` where nobody's."""
    agencies = actor.agencies(*TAKING)
    if not agencies:
        raise NotAllowed
    return agencies


def _named(typed: str, agencies: Collection[int]) -> list[Order]:
    """Give the last order of each debt that a text names: by its reference, or a dossier's code."""
    orders = orders_called_in(typed)
    if not orders and (returned := order_of_refund(typed)):
        orders = [returned]
    if not orders:
        # A slip's QR is an address that ends with the dossier's code.
        number = number_of(typed.rstrip("/").rpartition("/")[2])
        orders = orders_of(DOSSIER, number) if number else []
    mine = [one for one in orders if one.subject_kind == DOSSIER and one.agency_id in agencies]
    return list({one.key: one for one in mine}.values())


def _debt(order: Order, dossier: tuple[str, UUID], now: datetime) -> Debt:
    is_late = order.state == OrderState.OPEN and not order.is_payable(now)
    return Debt(
        order=order,
        code=dossier[0],
        dossier_id=dossier[1],
        asks=asking(order, now) if order.state == OrderState.OPEN else None,
        tries=tuple(tries_of(order)),
        is_owed=order.is_payable(now) or is_late or order.state in ENDED_SHORT,
        takes_all=takes_all(order, now),
        goes_back=tuple(cash_waiting(order)),
    )
