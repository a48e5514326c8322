"""Dated rules of counters and kiosks, as they are shipped."""

from motcua.counters.base.rules import (
    KioskRule,
    MailRule,
    Priority,
    kiosk_rule_on,
    mail_rule_on,
    priorities_on,
    priority_on,
)

__all__ = [
    "KioskRule",
    "MailRule",
    "Priority",
    "kiosk_rule_on",
    "mail_rule_on",
    "priorities_on",
    "priority_on",
]
