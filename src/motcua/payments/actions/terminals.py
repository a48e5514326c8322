"""Paying at a counter's terminal: its server says what was paid, never who stands before it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.authorising import official
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.receiving import hear
from motcua.payments.enums import EventOutcome, OrderState, Provider
from motcua.payments.errors import (
    EventMalformed,
    OrderNotFound,
    OrderNotOpen,
    SignatureWrong,
    TerminalAsks,
    TerminalMissing,
    TerminalRefused,
    TerminalSilent,
)
from motcua.payments.models import Attempt, Order
from motcua.payments.queries.terminals import ASKS_FOR, asking
from motcua.payments.queries.underpayments import takes_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.base import Terminal, Word

TAKERS = (Role.RECEPTIONIST, Role.ACCOUNTANT)
_ENDED = {"cancelled", "expired"}
_SILENCE = (httpx.HTTPError, EventMalformed, SignatureWrong)
# What a terminal was told this long ago without its provider knowing of it never arrives.
_LOST_AFTER = ASKS_FOR + timedelta(seconds=1)


def charge_terminal(
    *, actor: Actor, order_id: int, terminal: str, provider: Terminal, now: datetime
) -> Attempt:
    """Have a terminal ask for what an order costs; a second press asks for the same once more.

    Earlier tries are asked about first: one whose answer was lost may have been paid. The provider
    is asked outside any transaction. Raises `OrderNotFound`, `NotAllowed`, `TerminalMissing`,
    `OrderNotOpen`, `TerminalRefused`, `TerminalSilent`.
    """
    if not terminal:
        raise TerminalMissing
    ask_terminal(actor=actor, order_id=order_id, provider=provider, now=now)
    attempt = _begun(order_id, terminal, actor=actor, now=now)
    try:
        _take(provider.charge(*_told(attempt)), attempt, now=now)
    except TerminalRefused as refusal:
        _note(attempt.reference, str(refusal.details["reason"]))
        raise
    except _SILENCE:
        raise TerminalSilent from None
    attempt.refresh_from_db()
    return attempt


def ask_terminal(*, actor: Actor, order_id: int, provider: Terminal, now: datetime) -> Order:
    """Ask the provider what became of an order's tries at terminals, and take its word.

    Raises `OrderNotFound`, `NotAllowed`, `TerminalSilent`.
    """

    def ask(attempt: Attempt) -> None:
        word = provider.query(attempt.reference)
        if word is not None:
            _take(word, attempt, now=now)
        elif attempt.started_at < now - _LOST_AFTER:
            _note(attempt.reference, "unknown")

    return _with_each_try(actor, order_id, ask)


def cancel_terminal(*, actor: Actor, order_id: int, provider: Terminal, now: datetime) -> Order:
    """Have terminals ask no more for an order; what was paid meanwhile stays paid, and is heard.

    Raises `OrderNotFound`, `NotAllowed`, `TerminalRefused`, `TerminalSilent`.
    """

    def cancel(attempt: Attempt) -> None:
        _take(provider.cancel(*_told(attempt)), attempt, now=now)

    order = _with_each_try(actor, order_id, cancel)
    record(order, "payments.cancel_terminal", actor=actor, now=now)
    return order


@transaction.atomic
def hear_terminal(*, word: Word, body: bytes, now: datetime) -> EventOutcome:
    """Take in a verified word of the terminals' provider, with what the slip says."""
    outcome = hear(provider=Provider.TERMINAL, word=word, body=body, now=now)
    _note_end(word)
    _keep_slip(word)
    return outcome


def refuse_while_terminal_asks(order: Order, now: datetime) -> None:
    """Demand that no terminal asks for a locked order: it might be paid twice.

    A try whose end nobody told counts as over once its terminal cannot be asking any more.
    Raises `TerminalAsks`.
    """
    if (attempt := asking(order, now)) is not None:
        raise TerminalAsks(terminal=attempt.terminal)


def _with_each_try(actor: Actor, order_id: int, do: Callable[[Attempt], None]) -> Order:
    """Do something about each try at a terminal whose end is not known, outside any transaction."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    _require_taker(actor, order)
    if order.state == OrderState.PAID:
        return order
    tries = order.attempts.filter(provider=Provider.TERMINAL, refusal="")
    for attempt in tries.select_related("order").order_by("pk"):
        try:
            do(attempt)
        except _SILENCE:
            raise TerminalSilent from None
    order.refresh_from_db()
    return order


def _take(word: Word, attempt: Attempt, *, now: datetime) -> None:
    """Take in what was answered; it is no event of the provider's, and its body is not kept."""
    if word.reference != attempt.reference:
        raise EventMalformed
    if word.kind == "paid":
        hear_terminal(word=word, body=b"", now=now)
    else:
        _note_end(word)


def _note_end(word: Word) -> None:
    """Note why nothing was paid, where the word says that."""
    if word.kind in _ENDED:
        _note(word.reference, (word.slip.refusal if word.slip else "") or word.kind)


def _told(attempt: Attempt) -> tuple[str, str, int, str]:
    """Give what the provider is told of an attempt, the same each time."""
    order = attempt.order
    return attempt.reference, attempt.terminal, order.amount, f"Ma {order.reference}"


def _keep_slip(word: Word) -> None:
    """Keep what the slip of a paid attempt says, once."""
    if word.kind != "paid" or word.slip is None:
        return
    tries = Attempt.objects.filter(reference=word.reference, provider=Provider.TERMINAL, slip="")
    tries.update(
        slip=word.slip.number,
        approval=word.slip.approval,
        last_four=word.slip.last_four,
        refusal="",
    )


def _note(reference: str, why: str) -> None:
    """Note once why a try at a terminal came to nothing."""
    tries = Attempt.objects.filter(
        reference=reference, provider=Provider.TERMINAL, refusal="", paid_at=None
    )
    tries.update(refusal=why[:40])


@transaction.atomic
def _begun(order_id: int, terminal: str, *, actor: Actor, now: datetime) -> Attempt:
    order = lock_order(order_id)
    _require_taker(actor, order)
    if not order.is_payable(now) or not takes_all(order, now):
        raise OrderNotOpen
    waiting = order.attempts.filter(provider=Provider.TERMINAL, refusal="")
    if (known := waiting.select_related("order").order_by("-pk").first()) is not None:
        return known
    reference = f"{order.reference}-{order.attempts.count() + 1}"
    record(order, "payments.charge_terminal", actor=actor, now=now, attempt=reference)
    return Attempt.objects.create(
        order=order,
        provider=Provider.TERMINAL,
        reference=reference,
        started_at=now,
        terminal=terminal,
        official=official(actor),
    )


def _require_taker(actor: Actor, order: Order) -> None:
    """Demand who takes money at the counters of the order's agency. Raises `NotAllowed`."""
    if actor.kind != "system" and order.agency_id not in actor.agencies(*TAKERS):
        raise NotAllowed
