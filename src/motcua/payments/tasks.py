"""Jobs of the payments room."""

from __future__ import annotations

from contextlib import suppress

import httpx
import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.jobs import PATIENT
from motcua.payments import queries
from motcua.payments.actions import (
    expire_orders,
    fetch_statements,
    hear_pending,
    own_account,
    read_statement,
    send_refund,
)
from motcua.payments.actions.statements import FETCH_JOB, READ_JOB
from motcua.payments.enums import Provider
from motcua.payments.errors import EventMalformed, ProviderMissing, SignatureWrong
from motcua.payments.models import Refund
from motcua.payments.queries.wallets import wallet

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="payments.sweep", queueing_lock="payments.sweep")
def sweep(timestamp: int = 0) -> None:
    """Ask about payments whose word may be lost, then expire the orders whose time has passed."""
    del timestamp
    now = clock.now()
    for find in (queries.gateway, wallet):
        try:
            provider = find()
            for order in queries.awaiting_word(now=now):
                hear_pending(gateway=provider, order=order, now=now)
        except ProviderMissing:
            continue  # nobody to ask: this node takes no payments in this way
        except (httpx.HTTPError, SignatureWrong, EventMalformed) as error:
            log.warning("payments.gateway_silent", error=type(error).__name__)
    while expire_orders(now=now):
        pass
    for refund_id in queries.refunds_unanswered(now=now):
        # The job gives up after some hours; what a bank did not answer is still owed.
        _ask_for_refund(refund_id)


@app.task(name="payments.refund", queue="payments", retry=PATIENT)
def refund(refund_id: int) -> None:
    """Send money back to who paid it."""
    is_wallets = Refund.objects.filter(pk=refund_id, provider=Provider.WALLET).exists()
    gateway = wallet() if is_wallets else queries.gateway()
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
    """Fetch the statements of days that are over from the provider, where it gives them."""
    del timestamp
    try:
        source, account = queries.gateway(), own_account()
        if account is not None:
            fetch_statements(source=source, account=account, now=clock.now())
    except ProviderMissing:
        return  # nobody to ask: accountants bring the files
    except (httpx.HTTPError, SignatureWrong) as error:
        log.warning("payments.statements_silent", error=type(error).__name__)
