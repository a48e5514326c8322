"""Writes of the notifications room."""

from motcua.notifications.actions.delivering import deliver_waiting
from motcua.notifications.actions.hearing import hear
from motcua.notifications.actions.noticing import (
    Told,
    forget_notices,
    read_all_notices,
    read_notice,
    tell_officials,
)
from motcua.notifications.actions.resending import lanes_of, send_again
from motcua.notifications.actions.returning import read_returned
from motcua.notifications.actions.rules import (
    PriceFacts,
    QuietFacts,
    seed_quiet_hours,
    set_price,
    set_quiet_hours,
    set_text_style,
)
from motcua.notifications.actions.writing import Notice, Recipient, notify, notify_all

__all__ = [
    "Notice",
    "PriceFacts",
    "QuietFacts",
    "Recipient",
    "Told",
    "deliver_waiting",
    "forget_notices",
    "hear",
    "lanes_of",
    "notify",
    "notify_all",
    "read_all_notices",
    "read_notice",
    "read_returned",
    "seed_quiet_hours",
    "send_again",
    "set_price",
    "set_quiet_hours",
    "set_text_style",
    "tell_officials",
]
