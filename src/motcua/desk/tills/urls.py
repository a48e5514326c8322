"""Addresses of the pages of cash."""

from __future__ import annotations

from django.urls import path

from motcua.desk.tills import paying_views, views

urlpatterns = [
    path("", views.drawer, name="drawer"),
    path("viec", views.act, name="drawer-act"),
    path("thu", paying_views.till, name="till"),
    path("thu/viec", paying_views.till_act, name="till-act"),
    path("thu/hoan/<int:refund_id>", paying_views.till_back, name="till-back"),
    path("thu/hoan/<int:refund_id>/phieu-chi", paying_views.till_voucher, name="till-voucher"),
    path("quy", views.purse, name="purse"),
    path("quy/viec", views.purse_act, name="purse-act"),
]
