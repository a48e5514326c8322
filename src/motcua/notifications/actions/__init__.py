"""Writes of the notifications room."""

from motcua.notifications.actions.delivering import deliver_waiting
from motcua.notifications.actions.noticing import (
    Told,
    forget_notices,
    read_all_notices,
    read_notice,
    tell_officials,
)
from motcua.notifications.actions.writing import Notice, Recipient, notify, notify_all

__all__ = [
    "Notice",
    "Recipient",
    "Told",
    "deliver_waiting",
    "forget_notices",
    "notify",
    "notify_all",
    "read_all_notices",
    "read_notice",
    "tell_officials",
]
