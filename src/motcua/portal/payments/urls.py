"""Addresses of paying."""

from __future__ import annotations

from django.urls import path

from motcua.portal.payments.views import links, own as views

urlpatterns = [
    path("pay/<uuid:order_id>", views.order, name="order"),
    path("pay/<uuid:order_id>/card", views.card, name="order-card"),
    path("pay/<uuid:order_id>/return", views.back, name="order-return"),
    path("pay/<uuid:order_id>/wallet", views.wallet, name="order-wallet"),
    path("pay/<uuid:order_id>/link", views.link, name="order-link"),
    path("nop-ho/<str:token>", links.shown, name="pay-link"),
    path("nop-ho/<str:token>/card", links.card, name="pay-link-card"),
    path("nop-ho/<str:token>/wallet", links.wallet, name="pay-link-wallet"),
]
