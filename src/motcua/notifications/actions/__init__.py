"""Writes of the notifications room."""

from motcua.notifications.actions.delivering import deliver_waiting
from motcua.notifications.actions.writing import Notice, Recipient, notify, notify_all

__all__ = ["Notice", "Recipient", "deliver_waiting", "notify", "notify_all"]
