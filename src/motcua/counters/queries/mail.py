"""From which addresses scans may come by e-mail, and what came from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.counters.models import ScanMail, ScanSender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.agencies.models import Unit

MOST_STRANGERS = 20


def senders_of(units: Iterable[Unit]) -> list[ScanSender]:
    """Give the addresses from which scans may come to the counters of some units."""
    rows = ScanSender.objects.filter(counter__unit__in=[unit.pk for unit in units], ended_at=None)
    return list(rows.select_related("counter__unit").order_by("counter", "address"))


def sender_called(address: str) -> ScanSender | None:
    """Give the sender of an address; None for a stranger."""
    rows = ScanSender.objects.filter(address=address.strip().lower(), ended_at=None)
    return rows.select_related("counter__unit").first()


def let_wait() -> tuple[int, list[str]]:
    """Give how many messages wait aside, and the addresses of those nobody let in."""
    waiting = ScanMail.objects.filter(counter=None).count()
    return waiting, [one for one in strangers() if sender_called(one) is None]


def strangers() -> list[str]:
    """Give the addresses of strangers whose messages wait aside in the mailbox, the latest first.

    Each once, at most 20.
    """
    rows = ScanMail.objects.filter(counter=None).order_by("-received_at")[:500]
    return list(dict.fromkeys(row.sender for row in rows))[:MOST_STRANGERS]
