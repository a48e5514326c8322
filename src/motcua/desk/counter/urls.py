"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from motcua.desk.counter.views import (
    booking,
    completing,
    filing,
    posted,
    prints,
    scanning,
    setting_up,
    sitting,
)

_FILING = "filings/<uuid:filing_id>"

urlpatterns = [
    path("", sitting.counters, name="counters"),
    path("<int:counter>", sitting.counter, name="counter"),
    path("<int:counter>/act", sitting.act, name="counter-act"),
    path("<int:counter>/receive", filing.begin, name="counter-receive"),
    path("bo-sung", completing.begin, name="counter-complete"),
    path("bo-sung/<uuid:filing_id>", completing.completion, name="counter-completion"),
    path("buu-chinh/<uuid:filing_id>", posted.posted, name="counter-posted"),
    path(_FILING, filing.filing, name="counter-filing"),
    path(f"{_FILING}/files/<uuid:upload_id>", filing.file, name="counter-file"),
    path(f"{_FILING}/covers.pdf", scanning.covers, name="counter-covers"),
    path(f"{_FILING}/pages/<slug:paper>", scanning.pages, name="counter-pages"),
    path("tray", scanning.tray, name="counter-tray"),
    path("tray/<uuid:part_id>", scanning.part, name="counter-part"),
    path("tickets/<uuid:ticket_id>.pdf", prints.ticket, name="counter-ticket"),
    path("lich-hen", booking.bookings, name="counter-bookings"),
    path("setup", setting_up.setup, name="counter-setup"),
]
