"""Writes of the notifications room."""

from motcua.notifications.actions.delivering import deliver_waiting
from motcua.notifications.actions.writing import Recipient, notify

__all__ = ["Recipient", "deliver_waiting", "notify"]
