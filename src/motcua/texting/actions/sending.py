"""Sending a text to a phone, at once: whoever wrote waits for it."""

from __future__ import annotations

from motcua.notifications.base import Letter
from motcua.notifications.enums import Medium
from motcua.notifications.queries import carrier_of


def send(*, reference: str, phone: str, text: str) -> None:
    """Send a text; the same reference arrives once. Without a carrier nothing is sent.

    Raises `CarrierDown`, `TryLater`, `Undeliverable`.
    """
    carrier = carrier_of(Medium.SMS)
    if carrier is None:
        return
    try:
        carrier.carry(Letter(reference=reference, address=phone, subject="", text=text))
    finally:
        carrier.close()
