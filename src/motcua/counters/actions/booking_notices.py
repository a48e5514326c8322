"""What holders of bookings are told: booked, moved, cancelled by the office, tomorrow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.models import Booking
from motcua.counters.queries.booking import procedures_booked
from motcua.identity.queries import filers
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil, civil_date
from motcua.notifications.actions import Notice, Recipient, notify_all
from motcua.notifications.base.languages import in_each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.notifications.base.languages import Words

_AT_ONCE = 500


def tell(booking: Booking, what: str, now: datetime) -> None:
    """Tell the holder of a booking what became of it, once for each time it was moved."""
    _tell_all([booking], what, now)


def remind_booked(*, now: datetime) -> int:
    """Remind those whose booked time comes within the rule's hours, each once; give how many.

    Whoever booked within those hours was told just now.
    """
    hours = timedelta(hours=booking_rule_on(civil_date(now)).remind_hours)
    reminded = 0
    while True:
        with transaction.atomic():
            rows = Booking.objects.select_for_update(skip_locked=True, of=("self",))
            rows = rows.filter(state=BookingState.BOOKED, reminded_at=None)
            due = rows.filter(starts_at__gt=now, starts_at__lte=now + hours).order_by("pk")
            batch = list(due.select_related("kind__unit__agency")[:_AT_ONCE])
            told = [one for one in batch if one.booked_at < one.starts_at - hours]
            _tell_all(told, "reminded", now)
            Booking.objects.filter(pk__in=[one.pk for one in batch]).update(reminded_at=now)
        reminded += len(told)
        if not batch:
            return reminded


def miss_bookings(*, now: datetime) -> int:
    """Note the bookings of days gone by whose holders never came; give how many."""
    missed = 0
    while True:
        with transaction.atomic():
            rows = Booking.objects.select_for_update(skip_locked=True, of=("self",))
            gone = rows.filter(state=BookingState.BOOKED, starts_at__lt=_midnight(now))
            batch = list(gone.select_related("kind__unit").order_by("pk")[:_AT_ONCE])
            Booking.objects.filter(pk__in=[one.pk for one in batch]).update(
                state=BookingState.MISSED
            )
            acts = [
                audit.Act(
                    "counters.miss_booking",
                    ("booking", str(one.public_id)),
                    one.kind.unit.agency_id,
                )
                for one in batch
            ]
            audit.record_all(acts, actor=SYSTEM, now=now)
        missed += len(batch)
        if not batch:
            return missed


def _midnight(now: datetime) -> datetime:
    return civil(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _tell_all(bookings: Sequence[Booking], what: str, now: datetime) -> None:
    people = filers(one.account_id for one in bookings)
    notices = []
    for one in bookings:
        person = people.get(one.account_id)
        if person is None:
            continue
        notices.append(
            Notice(
                key=f"booking:{one.pk}:{one.turn}:{what}",
                recipient=Recipient(
                    person.phone,
                    person.email,
                    person.language,
                    person.account_id,
                    person.person_id,
                ),
                subject=("booking", str(one.public_id)),
                template="booking",
                context=_words(one, what),
                agency_id=one.kind.unit.agency_id,
            )
        )
    notify_all(notices, now=now)


def _words(booking: Booking, what: str) -> dict[str, Words]:
    return {
        "said": in_each(lambda _language: _said(booking, what)),
        "what": what,
        "agency": in_each(booking.kind.unit.agency.name_in),
        "office": in_each(booking.kind.unit.name_in),
        "procedure": in_each(lambda language: procedures_booked([booking], language)[booking.pk]),
        "at": f"{civil(booking.starts_at):%H:%M %d/%m/%Y}",
        "code": booking.code,
        "link": f"{settings.PORTAL_URL}/lich-hen",
    }


def _said(booking: Booking, what: str) -> str:
    words = {
        "booked": _("Anh/chị đã đặt lịch đến quầy."),
        "moved": _("Lịch hẹn đã đổi sang giờ mới."),
        "reminded": _("Nhắc anh/chị lịch hẹn sắp tới."),
        "called-off": _("Cơ quan phải hủy lịch hẹn này: %(reason)s Mời anh/chị đặt giờ khác.")
        % {"reason": booking.reason},
    }
    return words[what]
