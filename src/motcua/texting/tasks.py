"""Jobs of the room of incoming text messages."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.jobs import PATIENT
from motcua.notifications.errors import Undeliverable
from motcua.texting import actions

log = structlog.get_logger(__name__)


@app.task(name="texting.answer", queue="payments", retry=PATIENT)
def answer(text_id: int) -> None:
    """Answer a message."""
    try:
        actions.answer_text(text_id=text_id, now=clock.now())
    except Undeliverable:
        log.warning("texting.undeliverable", text_id=text_id)


@app.task(name="texting.tell_end", queue="payments", retry=PATIENT)
def tell_end(order_id: int) -> None:
    """Tell phones that an order was paid."""
    try:
        actions.tell_end(order_id=order_id, now=clock.now())
    except Undeliverable:
        log.warning("texting.undeliverable", order_id=order_id)


@app.task(name="texting.tell_refusal", queue="payments", retry=PATIENT)
def tell_refusal(attempt_id: int) -> None:
    """Tell a phone why its wallet did not pay."""
    try:
        actions.tell_refusal(attempt_id=attempt_id, now=clock.now())
    except Undeliverable:
        log.warning("texting.undeliverable", attempt_id=attempt_id)


@app.periodic(cron="23 3 * * *")
@app.task(name="texting.forget", queueing_lock="texting.forget")
def forget(timestamp: int = 0) -> None:
    """Forget messages of a quarter of a year ago."""
    del timestamp
    actions.forget_texts(now=clock.now())
