"""Dated rules of counters and kiosks, as they are shipped."""

from motcua.counters.base.rules import (
    BookingRule,
    KioskRule,
    MailRule,
    Priority,
    booking_rule_on,
    kiosk_rule_on,
    mail_rule_on,
    priorities_on,
    priority_on,
)

__all__ = [
    "BookingRule",
    "KioskRule",
    "MailRule",
    "Priority",
    "booking_rule_on",
    "kiosk_rule_on",
    "mail_rule_on",
    "priorities_on",
    "priority_on",
]
