"""Reads of the deliveries room."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, Q, When

from motcua.deliveries.base import Address
from motcua.deliveries.enums import Direction, ParcelState, Reach
from motcua.deliveries.errors import CarrierMissing, NoRate, ParcelNotFound, RateNotFound
from motcua.deliveries.models import Parcel, PostRate, TrackingEvent
from motcua.deliveries.providers.http import HttpCarrier
from motcua.kernel.caching import once_a_reading
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

_PROVINCE = 2
SILENT_FOR = timedelta(hours=1)
"""How long a carrier may say nothing of a parcel before it is asked."""
UNBOOKED_FOR = timedelta(minutes=5)
NEEDS_HELP = (ParcelState.LOST, ParcelState.REFUSED, ParcelState.BROUGHT_BACK)


def carrier() -> HttpCarrier:
    """Give the carrier this node sends by. Raises `CarrierMissing`."""
    if not settings.CARRIER_URL:
        raise CarrierMissing
    secret = settings.CARRIER_SECRET
    if not secret:
        file = Path(settings.DATA) / "keys" / "carrier"
        if not file.exists():
            raise CarrierMissing
        secret = file.read_text().strip()
    return HttpCarrier(
        url=settings.CARRIER_URL.rstrip("/"),
        sender=settings.CARRIER_SENDER,
        secret=secret.encode(),
    )


def rate_for(
    *, direction: Direction, origin: str, target: str, grams: int, now: datetime
) -> PostRate:
    """Give the row of the tariff that holds now between two places (codes). Raises `NoRate`."""
    near = origin[:_PROVINCE] == target[:_PROVINCE]
    day = civil_date(now)
    rows = PostRate.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        direction=direction,
        reach=Reach.PROVINCE if near else Reach.COUNTRY,
        grams__gte=grams,
        valid_from__lte=day,
    )
    row = rows.order_by("grams", "-valid_from").first()
    if row is None:
        raise NoRate
    return row


def tariff(now: datetime) -> list[PostRate]:
    """Give the rows of the tariff that hold or will, then those of the past, by kind and day."""
    day = civil_date(now)
    rows = PostRate.objects.annotate(
        is_over=Case(When(valid_to__lte=day, then=True), default=False)
    )
    return list(rows.order_by("is_over", "direction", "reach", "grams", "-valid_from"))


def rate_numbered(rate_id: int) -> PostRate:
    """Give a row of the tariff. Raises `RateNotFound`."""
    row = PostRate.objects.filter(pk=rate_id).first()
    if row is None:
        raise RateNotFound
    return row


def is_offered(now: datetime) -> bool:
    """Say whether parcels can be sent at all: there is a carrier, and some row of the tariff."""
    day = civil_date(now)
    holds = Q(valid_to=None) | Q(valid_to__gt=day)
    return bool(settings.CARRIER_URL) and (
        PostRate.objects.filter(holds, valid_from__lte=day).exists()
    )


@once_a_reading
def parcels_of(subject_kind: str, subject_id: int) -> list[Parcel]:
    """Give the parcels of a subject, oldest first."""
    return _parcels(kind=subject_kind, number=subject_id)


@composed
def _parcels(kind: Any, number: Any) -> QuerySet[Parcel]:
    rows = Parcel.objects.filter(subject_kind=kind, subject_id=number)
    return rows.select_related("rate").order_by("id")


def parcel_by_id(public_id: UUID, agency_ids: Iterable[int]) -> Parcel:
    """Give a parcel of some agencies. Raises `ParcelNotFound`."""
    rows = Parcel.objects.filter(public_id=public_id, agency_id__in=list(agency_ids))
    found = rows.select_related("agency__place", "rate").first()
    if found is None:
        raise ParcelNotFound
    return found


def parcel_by_label(code: str, agency_ids: Iterable[int]) -> Parcel:
    """Give the parcel by the code on its label, ours or theirs. Raises `ParcelNotFound`."""
    plain = code.strip().upper()
    if not plain:
        raise ParcelNotFound
    rows = Parcel.objects.filter(
        Q(reference=plain) | Q(number=plain), agency_id__in=list(agency_ids)
    )
    found = rows.first()
    if found is None:
        raise ParcelNotFound
    return found


def story_of(parcel: Parcel) -> list[TrackingEvent]:
    """Give what was told of a parcel, in the order in which it happened."""
    return list(parcel.events.order_by("happened_at", "id"))


def delivered_at(parcel_id: int) -> datetime | None:
    """Give when a parcel was there, as whoever saw it says; None where nobody did."""
    words = TrackingEvent.objects.filter(parcel=parcel_id, move="deliver")
    return words.order_by("happened_at").values_list("happened_at", flat=True).last()


def open_parcels(agency_ids: Iterable[int], direction: Direction) -> list[Parcel]:
    """Give the parcels of some agencies on their way, the most urgent first."""
    rows = Parcel.objects.filter(agency_id__in=list(agency_ids), direction=direction, ended_at=None)
    return list(rows.order_by("due_at", "id")[:200])


def troubled_parcels(agency_ids: Iterable[int], since: datetime) -> list[Parcel]:
    """Give the parcels that somebody has to see to: late, lost, refused, brought back."""
    ids = list(agency_ids)
    late = Q(ended_at=None) & (Q(late_at__isnull=False) | Q(is_refused=True))
    ended = Q(state__in=NEEDS_HELP, requested_at__gte=since)
    return list(Parcel.objects.filter(late | ended, agency_id__in=ids).order_by("id")[:200])


def address_of(parcel: Parcel) -> Address:
    """Give the door a parcel goes to or comes from."""
    return Address(**{name: told for name, told in parcel.address.items() if name != "office"})


def unbooked(now: datetime, limit: int = 200) -> list[int]:
    """Give the parcels that a carrier should know of by now, and does not."""
    rows = Parcel.objects.filter(
        state=ParcelState.REQUESTED, is_refused=False, requested_at__lt=now - UNBOOKED_FOR
    )
    return list(rows.order_by("id").values_list("pk", flat=True)[:limit])


def silent(now: datetime, limit: int = 200) -> list[Parcel]:
    """Give the parcels on their way of which nothing was heard, or asked, for a while."""
    before = now - SILENT_FOR
    rows = Parcel.objects.filter(
        ~Q(state=ParcelState.REQUESTED), Q(asked_at=None) | Q(asked_at__lt=before), ended_at=None
    )
    return list(rows.filter(booked_at__lt=before).order_by("asked_at", "id")[:limit])
