"""Writes of the deliveries room."""

from motcua.deliveries.actions.hearing import ask_carrier, hear, receive_parcel
from motcua.deliveries.actions.rates import RateFacts, end_rate, publish_rate, withdraw_rate
from motcua.deliveries.actions.requesting import (
    ParcelFacts,
    book_parcel,
    cancel_parcel,
    cancel_parcels_of,
    request_parcel,
)
from motcua.deliveries.actions.watching import watch_parcels

__all__ = [
    "ParcelFacts",
    "RateFacts",
    "ask_carrier",
    "book_parcel",
    "cancel_parcel",
    "cancel_parcels_of",
    "end_rate",
    "hear",
    "publish_rate",
    "receive_parcel",
    "request_parcel",
    "watch_parcels",
    "withdraw_rate",
]
