"""Jobs of the notifications room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.notifications.actions import deliver_waiting


@app.periodic(cron="* * * * *")
@app.task(name="notifications.deliver", queueing_lock="notifications.deliver")
def deliver(timestamp: int = 0) -> None:
    """Deliver what is waiting; runs at once after something was written, and every minute."""
    del timestamp
    while deliver_waiting(now=clock.now()):
        pass
