"""Closing a day: what a drawer of the counter still holds of it is counted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.payments.actions import close_day as close_books
from motcua.tills.errors import DrawersUncounted
from motcua.tills.queries import uncounted

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import DayClosing


@transaction.atomic
def close_day(*, actor: Actor, agency_id: int, day: date, now: datetime) -> DayClosing:
    """Close an agency's day once every drawer that was opened until its end has been counted.

    A second call gives the closing that is there. Raises what `payments.actions.close_day` does,
    and `DrawersUncounted` while a drawer is open or its difference waits for a second person:
    nothing is closed then.
    """
    closing = close_books(actor=actor, agency_id=agency_id, day=day, now=now)
    if drawers := uncounted(agency_id, day):
        raise DrawersUncounted(drawers=[str(drawer.public_id) for drawer in drawers])
    return closing
