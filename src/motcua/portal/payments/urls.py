"""Addresses of paying."""

from __future__ import annotations

from django.urls import path

from motcua.portal.payments import views

urlpatterns = [
    path("pay/<uuid:order_id>", views.order, name="order"),
    path("pay/<uuid:order_id>/card", views.card, name="order-card"),
    path("pay/<uuid:order_id>/return", views.back, name="order-return"),
]
