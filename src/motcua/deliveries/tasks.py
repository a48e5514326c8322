"""Jobs of the deliveries room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.deliveries import actions
from motcua.deliveries.errors import CarrierMissing, CarrierRefused
from motcua.deliveries.models import Parcel
from motcua.deliveries.queries import carrier
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.jobs import PATIENT


@app.task(name="deliveries.book", queue="deliveries", retry=PATIENT)
def book(parcel_id: int) -> None:
    """Tell the carrier of a parcel."""
    now = clock.now()
    actions.book_parcel(actor=SYSTEM, parcel_id=parcel_id, carrier=carrier(), now=now)


@app.task(name="deliveries.call_off", queue="deliveries", retry=PATIENT)
def call_off(parcel_id: int) -> None:
    """Tell the carrier that it need not come; one that does not know of the parcel is content."""
    parcel = Parcel.objects.get(pk=parcel_id)
    if not parcel.number:
        return
    try:
        carrier().cancel(parcel.reference)
    except CarrierRefused:
        return  # it was picked up meanwhile: what becomes of it is told as of any other


@app.periodic(cron="*/10 * * * *")
@app.task(name="deliveries.watch", queue="deliveries", queueing_lock="deliveries.watch")
def watch(timestamp: int = 0) -> None:
    """Ask about parcels whose word may be lost; tell of late ones, give up lost ones."""
    del timestamp
    try:
        found = carrier()
    except CarrierMissing:
        found = None  # what is on its way still becomes late
    actions.watch_parcels(carrier=found, now=clock.now())
