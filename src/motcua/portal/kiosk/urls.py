"""Addresses of the public display and of kiosks."""

from __future__ import annotations

from django.urls import path

from motcua.portal.kiosk import views

urlpatterns = [
    path("queue/<uuid:unit>", views.board, name="board"),
    path("kiosk", views.kiosk, name="kiosk"),
    path("kiosk/ticket", views.take, name="kiosk-take"),
    path("kiosk/lich-hen", views.come, name="kiosk-come"),
    path("kiosk/tickets/<uuid:ticket_id>", views.ticket, name="kiosk-ticket"),
    path("kiosk/tickets/<uuid:ticket_id>/print.pdf", views.printed, name="kiosk-ticket-print"),
    path("kiosk/still-there", views.still_there, name="kiosk-warning"),
    path("kiosk/end", views.end, name="kiosk-end"),
]
