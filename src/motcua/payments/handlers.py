"""What follows after commit: the provider is asked to send money back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as jobs

from motcua.payments.events import RefundAsked

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def send_back(event: Happened) -> None:
    """Have the provider send money back."""
    jobs.configure_task("payments.refund").defer(refund_id=event.payload["refund_id"])


SUBSCRIPTIONS = {RefundAsked.name: (send_back,)}
