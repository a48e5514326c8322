"""Jobs of the notifications room."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from motcua.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(queue="notifications", queueing_lock="deliver", pass_context=False)
def deliver(timestamp: int = 0) -> None:
    """Deliver what is waiting; runs at once after something was written, and every minute."""
    del timestamp
    from motcua.notifications.actions import deliver_waiting

    while deliver_waiting(now=clock.now()):
        pass


def deliver_soon() -> None:
    """Ask for delivery after this transaction commits; many asks make one job."""
    try:
        with transaction.atomic():
            deliver.defer()
    except AlreadyEnqueued:
        return
