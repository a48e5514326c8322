"""Writes of the payments room."""

from motcua.payments.actions.orders import (
    OrderFacts,
    OrderLine,
    cancel_order,
    cancel_orders_of,
    expire_orders,
    open_order,
    open_orders,
    renew_order,
)
from motcua.payments.actions.receiving import hear, hear_pending
from motcua.payments.actions.starting import start_redirect

__all__ = [
    "OrderFacts",
    "OrderLine",
    "cancel_order",
    "cancel_orders_of",
    "expire_orders",
    "hear",
    "hear_pending",
    "open_order",
    "open_orders",
    "renew_order",
    "start_redirect",
]
