"""Bookings at whose time the office is closed: nobody is left to come to a locked door."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, override

from motcua.counters.actions.booking import call_off
from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.errors import BookingOver
from motcua.counters.models import Booking
from motcua.counters.queries.booking import out_of_hours
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime


def call_off_closed(*, now: datetime) -> int:
    """Call off what is booked within the rule's hours for when the office is closed; give how many.

    A day off, or shorter hours, came after it was booked, and the office called nothing off. Its
    holder would otherwise be reminded to come.
    """
    hours = timedelta(hours=booking_rule_on(civil_date(now)).remind_hours)
    rows = Booking.objects.filter(
        state=BookingState.BOOKED, starts_at__gt=now, starts_at__lte=now + hours
    ).select_related("kind__unit")
    soon = list(rows.order_by("starts_at", "pk"))
    closed = out_of_hours(soon)
    with override("vi"):
        reason = _("Bộ phận một cửa không làm việc vào giờ này.")
    done = 0
    for one in soon:
        if one.pk not in closed:
            continue
        try:
            call_off(actor=SYSTEM, booking_id=one.public_id, reason=reason, now=now)
        except BookingOver:
            continue  # taken back by its holder meanwhile
        done += 1
    return done
