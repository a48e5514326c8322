"""Jobs of the notifications room."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.notifications.actions import deliver_waiting, forget_notices

_NOTICES_ARE_KEPT = timedelta(days=180)


@app.periodic(cron="* * * * *")
@app.task(name="notifications.deliver", queueing_lock="notifications.deliver")
def deliver(timestamp: int = 0) -> None:
    """Deliver what is waiting; runs at once after something was written, and every minute."""
    del timestamp
    while deliver_waiting(now=clock.now()):
        pass


@app.periodic(cron="47 2 * * *")
@app.task(name="notifications.forget", queueing_lock="notifications.forget")
def forget(timestamp: int = 0) -> None:
    """Forget officials' notices of half a year ago."""
    del timestamp
    forget_notices(older_than=_NOTICES_ARE_KEPT, now=clock.now())
