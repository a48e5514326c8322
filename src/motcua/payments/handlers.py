"""What follows after commit: the provider is asked to send money back, accountants are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as jobs

from motcua.payments.actions.telling import tell_refused, tell_reversed, tell_twice, tell_waiting
from motcua.payments.events import (
    MoneyGoneTwice,
    PaymentReversed,
    RefundAsked,
    RefundRefused,
    ReversalWaits,
)

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def send_back(event: Happened) -> None:
    """Have the provider send money back."""
    jobs.configure_task("payments.refund").defer(refund_id=event.payload["refund_id"])


def report_refusal(event: Happened) -> None:
    """Tell accountants that money did not go back."""
    tell_refused(refund_id=event.payload["refund_id"], now=event.now)


def report_twice(event: Happened) -> None:
    """Tell accountants that somebody has money twice."""
    tell_twice(reversal_id=event.payload["reversal_id"], now=event.now)


def report_reversal(event: Happened) -> None:
    """Tell accountants that a provider took money back."""
    told = event.payload
    tell_reversed(order_id=told["order_id"], reversal_id=told["reversal_id"], now=event.now)


def report_waiting(event: Happened) -> None:
    """Tell accountants that a provider took back what it had not brought."""
    tell_waiting(reversal_id=event.payload["reversal_id"], now=event.now)


SUBSCRIPTIONS = {
    RefundAsked.name: (send_back,),
    RefundRefused.name: (report_refusal,),
    PaymentReversed.name: (report_reversal,),
    MoneyGoneTwice.name: (report_twice,),
    ReversalWaits.name: (report_waiting,),
}
