"""Jobs of the counter."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from motcua.counters.actions.booking_closed import call_off_closed
from motcua.counters.actions.booking_notices import miss_bookings, remind_booked
from motcua.counters.actions.mailbox import purge_strangers, read_mailbox
from motcua.counters.actions.watching import watch_folder
from motcua.kernel import clock
from motcua.kernel.errors import Unavailable
from motcua.kernel.mailboxes import is_there

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="counters.watch", queue="counters", queueing_lock="counters.watch")
def watch(timestamp: int = 0) -> None:
    """Take in what scanners put into the watched folder, where one is set."""
    del timestamp
    if settings.SCANS:
        watch_folder(folder=Path(settings.SCANS), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="counters.mail", queue="counters", queueing_lock="counters.mail")
def mail(timestamp: int = 0) -> None:
    """Take in the scans that came by e-mail, where a mailbox is set.

    A mail server that does not answer is asked again the next minute; nothing is lost meanwhile.
    """
    del timestamp
    if not settings.SCAN_MAIL or not is_there(settings.SCAN_MAIL):
        return
    try:
        read_mailbox(place=settings.SCAN_MAIL, now=clock.now())
    except Unavailable:
        log.warning("counters.mail_waits")


@app.periodic(cron="37 1 * * *")
@app.task(name="counters.purge_strangers", queue="counters", queueing_lock="counters.strangers")
def purge(timestamp: int = 0) -> None:
    """Throw away what strangers sent long ago to the mailbox for scans."""
    del timestamp
    if settings.SCAN_MAIL and is_there(settings.SCAN_MAIL):
        purge_strangers(place=settings.SCAN_MAIL, now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="counters.bookings", queue="counters", queueing_lock="counters.bookings")
def bookings(timestamp: int = 0) -> None:
    """Call off what falls on closed doors, remind holders, note the day after who never came."""
    del timestamp
    now = clock.now()
    call_off_closed(now=now)
    remind_booked(now=now)
    miss_bookings(now=now)
