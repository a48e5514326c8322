"""Addresses of booked times."""

from __future__ import annotations

from django.urls import path

from motcua.portal.booking import views

urlpatterns = [
    path("lich-hen", views.bookings, name="bookings"),
    path("lich-hen/dat", views.offices, name="booking-offices"),
    path("lich-hen/dat/<uuid:kind_id>", views.times, name="booking-times"),
    path("lich-hen/<uuid:booking_id>", views.booking, name="booking"),
]
