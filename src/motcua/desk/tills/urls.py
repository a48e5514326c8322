"""Addresses of the pages of cash."""

from __future__ import annotations

from django.urls import path

from motcua.desk.tills import views

urlpatterns = [
    path("", views.drawer, name="drawer"),
    path("viec", views.act, name="drawer-act"),
    path("quy", views.purse, name="purse"),
    path("quy/viec", views.purse_act, name="purse-act"),
]
