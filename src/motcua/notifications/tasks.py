"""Jobs of the notifications room, and the loop that empties its queue."""

from __future__ import annotations

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import closing
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.errors import Unavailable
from motcua.notifications.actions import deliver_waiting, forget_notices, read_returned
from motcua.notifications.actions.delivering import Sender
from motcua.notifications.actions.inboxes import forget_news
from motcua.notifications.base.retention import kept_for
from motcua.notifications.enums import Medium
from motcua.notifications.queries import carrier_of

if TYPE_CHECKING:
    from threading import Event as Flag

log = structlog.get_logger(__name__)

_SECONDS_BETWEEN_LOOKS, _LONGEST_PAUSE = 0.2, 0.8
_SECONDS_AFTER_A_FAULT = 2.0


def run_forever(stop: Flag) -> None:
    """Deliver until told to stop, each medium in a thread of its own, as none waits for another.

    A batch in hand is finished before the end.
    """
    pool = ThreadPoolExecutor(len(Medium), thread_name_prefix="sender")
    running = [pool.submit(_serve, medium, stop) for medium in Medium]
    ended = wait(running, return_when=FIRST_EXCEPTION).done
    pool.shutdown(wait=False)
    for one in ended:
        one.result()


def _serve(medium: str, stop: Flag) -> None:
    carrier = carrier_of(medium)
    if carrier is None:
        return
    with closing(Sender(medium, carrier)) as sender:
        pause = _SECONDS_BETWEEN_LOOKS
        while not stop.is_set():
            try:
                if sender.round(now=clock.now()):
                    pause = _SECONDS_BETWEEN_LOOKS
                else:
                    stop.wait(pause)
                    pause = min(pause * 1.5, _LONGEST_PAUSE)
            except (OperationalError, InterfaceError) as error:
                log.warning("notifications.database_lost", error=type(error).__name__)
                connection.close()
                stop.wait(_SECONDS_AFTER_A_FAULT)
    connection.close()


@app.task(name="notifications.deliver", queueing_lock="notifications.deliver")
def deliver(timestamp: int = 0) -> None:
    """Deliver what is waiting: for jobs that an earlier release left; the worker's loop does it."""
    del timestamp
    while deliver_waiting(now=clock.now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="notifications.returned", queueing_lock="notifications.returned")
def returned(timestamp: int = 0) -> None:
    """Read the mail that came back.

    A mail server that does not answer is asked again the next minute; nothing is lost meanwhile.
    """
    del timestamp
    if not settings.BOUNCE_MAIL:
        return
    try:
        read_returned(place=settings.BOUNCE_MAIL, now=clock.now())
    except Unavailable:
        log.warning("notifications.returned_waits")


@app.periodic(cron="47 2 * * *")
@app.task(name="notifications.forget", queueing_lock="notifications.forget")
def forget(timestamp: int = 0) -> None:
    """Forget what inboxes have kept for as long as they keep it."""
    del timestamp
    now = clock.now()
    forget_notices(older_than=kept_for("officials", clock.civil_date(now)), now=now)
    forget_news(older_than=kept_for("citizens", clock.civil_date(now)), now=now)
