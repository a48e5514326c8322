"""Addresses of an agency's facts, units, hours and days off."""

from __future__ import annotations

from django.urls import path

from motcua.console.agencies import views

urlpatterns = [
    path("", views.agency_facts, name="agency"),
    path("amend/", views.amend, name="amend"),
    path("units/", views.units, name="units"),
    path("units/open/", views.open_a_unit, name="open-unit"),
    path("units/<uuid:unit>/close/", views.close_a_unit, name="close-unit"),
    path("units/<uuid:unit>/counter/", views.open_a_counter, name="open-counter"),
    path("hours/", views.hours, name="hours"),
    path("hours/set/", views.set_hours, name="set-hours"),
    path("days/", views.days, name="days"),
    path("days/set/", views.set_day, name="set-day"),
    path("days/<int:day>/remove/", views.remove_day, name="remove-day"),
]
