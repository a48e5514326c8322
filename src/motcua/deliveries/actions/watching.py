"""Watching what is on its way: told to the carrier, asked after, late, given up for lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from motcua.agencies.queries import working_calendar
from motcua.deliveries.actions.hearing import CLOCK, ask_carrier, hear, tell_late
from motcua.deliveries.actions.requesting import book_parcel, lock_parcel
from motcua.deliveries.base import Word
from motcua.deliveries.enums import ParcelState
from motcua.deliveries.errors import CarrierDown, CarrierRefused, SignatureWrong, WordMalformed
from motcua.deliveries.models import Parcel
from motcua.deliveries.queries import silent, unbooked
from motcua.kernel import calendar
from motcua.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.deliveries.base import Carrier

log = structlog.get_logger(__name__)
_AT_ONCE = 500


def watch_parcels(*, carrier: Carrier | None, now: datetime) -> None:
    """Do what is due about all parcels; each effect once, however often it is called."""
    if carrier is not None:
        _ask(carrier, now)
    _call_late(now)
    _give_up(now)


def _ask(carrier: Carrier, now: datetime) -> None:
    """Tell and ask the carrier; one that does not answer is left alone until the next time."""
    try:
        for parcel_id in unbooked(now):
            book_parcel(actor=SYSTEM, parcel_id=parcel_id, carrier=carrier, now=now)
        for parcel in silent(now):
            try:
                ask_carrier(carrier=carrier, parcel=parcel, now=now)
            except CarrierRefused:
                Parcel.objects.filter(pk=parcel.pk).update(asked_at=now)
    except (CarrierDown, SignatureWrong, WordMalformed) as error:
        log.warning("deliveries.carrier_silent", error=type(error).__name__)


def _call_late(now: datetime) -> None:
    rows = Parcel.objects.filter(ended_at=None, late_at=None, due_at__lt=now)
    for parcel_id in rows.order_by("due_at").values_list("pk", flat=True)[:_AT_ONCE]:
        with transaction.atomic():
            tell_late(lock_parcel(parcel_id), now=now)


def _give_up(now: datetime) -> None:
    """Count as lost what did not come long after it was due, as its row of the tariff says."""
    on_way = (ParcelState.BOOKED, ParcelState.IN_TRANSIT)
    rows = Parcel.objects.filter(state__in=on_way, late_at__isnull=False, due_at__lt=now)
    for parcel in rows.select_related("rate").order_by("due_at")[:_AT_ONCE]:
        if _lost_at(parcel) < now:
            word = Word(f"{CLOCK}:{parcel.reference}", "lose", "clock.lost", parcel.reference, now)
            hear(carrier=CLOCK, word=word, now=now)


def _lost_at(parcel: Parcel) -> datetime:
    assert parcel.due_at is not None
    limit = calendar.Limit(parcel.rate.lost_after, calendar.Unit.WORKING_DAY)
    return calendar.due(parcel.due_at, limit, working_calendar(parcel.agency_id)).due_at
