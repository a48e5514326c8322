"""Addresses of the payments room: machines only."""

from __future__ import annotations

from django.urls import path

from motcua.payments import api

app_name = "payments"
urlpatterns = [
    path("bank", api.bank_webhook, name="bank-webhook"),
    path("wallet", api.wallet_webhook, name="wallet-webhook"),
    path("terminal", api.terminal_webhook, name="terminal-webhook"),
]
