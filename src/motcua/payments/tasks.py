"""Jobs of the payments room."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.jobs import PATIENT
from motcua.payments import queries
from motcua.payments.actions import (
    ask_terminal,
    expire_orders,
    fetch_statements,
    hear_pending,
    own_accounts,
    read_statement,
    send_refund,
)
from motcua.payments.actions.statements import FETCH_JOB, READ_JOB, unread_statements
from motcua.payments.errors import (
    EventMalformed,
    ProviderMissing,
    SignatureWrong,
    TerminalSilent,
)
from motcua.payments.models import Refund
from motcua.payments.providers.terminal import TerminalGateway
from motcua.payments.queries.providers import mover_of, source_of, terminal, wallet

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.base import MovesMoney
    from motcua.payments.models import Order

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="payments.sweep", queueing_lock="payments.sweep")
def sweep(timestamp: int = 0) -> None:
    """Ask about payments whose word may be lost, then expire the orders whose time has passed."""
    del timestamp
    now = clock.now()
    _ask_about_payments(now)
    while expire_orders(now=now):
        pass
    for refund_id in queries.refunds_unanswered(now=now):
        # The job gives up after some hours; what a bank did not answer is still owed.
        _ask_for_refund(refund_id)


def _ask_about_payments(now: datetime) -> None:
    """Ask each provider about orders that wait for its word; one that is silent is asked later."""
    for find in (queries.gateway, wallet, terminal):
        try:
            provider = find()
            for order in queries.awaiting_word(now=now):
                _ask_about(order, provider, now)
        except ProviderMissing:
            continue  # nobody to ask: this node takes no payments in this way
        except (httpx.HTTPError, SignatureWrong, EventMalformed, TerminalSilent) as error:
            log.warning("payments.gateway_silent", error=type(error).__name__)


def _ask_about(order: Order, provider: MovesMoney, now: datetime) -> None:
    if isinstance(provider, TerminalGateway):
        ask_terminal(actor=SYSTEM, order_id=order.pk, provider=provider, now=now)
    else:
        hear_pending(gateway=provider, order=order, now=now)


@app.task(name="payments.refund", queue="payments", retry=PATIENT)
def refund(refund_id: int) -> None:
    """Send money back to who paid it."""
    asked = Refund.objects.get(pk=refund_id)
    gateway = mover_of(asked.provider)
    try:
        send_refund(actor=SYSTEM, refund_id=refund_id, gateway=gateway, now=clock.now())
    except (SignatureWrong, EventMalformed) as error:
        # Whoever gave that answer, it was not the bank, or not what it meant: ask it again.
        raise httpx.RemoteProtocolError(type(error).__name__) from error


def _ask_for_refund(refund_id: int) -> None:
    with suppress(AlreadyEnqueued):
        refund.configure(queueing_lock=f"payments.refund:{refund_id}").defer(refund_id=refund_id)


@app.task(name=READ_JOB, queue="payments", retry=PATIENT)
def read(file_id: int) -> None:
    """Read a statement that came, and compare it with the ledger."""
    read_statement(file_id=file_id, now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name=FETCH_JOB, queueing_lock=FETCH_JOB)
def fetch(timestamp: int = 0) -> None:
    """Fetch the statements of days that are over from the provider, where it gives them.

    Those that came and whose job gave up meanwhile are read now.
    """
    del timestamp
    for file_id in unread_statements(now=clock.now()):
        with suppress(AlreadyEnqueued):
            read.configure(queueing_lock=f"{READ_JOB}:{file_id}").defer(file_id=file_id)
    for account in own_accounts(now=clock.now()):
        try:
            source = source_of(account.provider)
            fetch_statements(source=source, account=account, now=clock.now())
        except ProviderMissing:
            continue  # nobody to ask: accountants bring the files
        except (httpx.HTTPError, SignatureWrong) as error:
            log.warning("payments.statements_silent", error=type(error).__name__)
