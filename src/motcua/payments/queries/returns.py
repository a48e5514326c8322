"""Money that goes back and needs an accountant: proposals, refusals, what providers took back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from motcua.kernel.clock import ZONE
from motcua.payments.enums import RefundState, SettlementState
from motcua.payments.models import Refund, RefundProposal, Reversal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass(frozen=True, slots=True)
class Returns:
    """What waits for a second person, was refused, was taken back, and is under way."""

    proposals: tuple[RefundProposal, ...]
    refused: tuple[Refund, ...]
    reversals: tuple[Reversal, ...]
    under_way: tuple[Refund, ...]

    def __bool__(self) -> bool:
        """Say whether there is any of it."""
        return bool(self.proposals or self.refused or self.reversals or self.under_way)


def returns_of(agency_ids: Collection[int], *, of_nobody: bool, reference: str = "") -> Returns:
    """Give what waits of some agencies' orders, or of one order by its reference.

    With that of no order where asked, save where an order is named.
    """
    whose = Q(order__agency__in=agency_ids)
    if reference:
        whose &= Q(order__reference=reference)
    elif of_nobody:
        whose |= Q(order=None)
    refunds = Refund.objects.filter(whose).select_related("order").order_by("pk")
    asked = RefundProposal.objects.filter(whose, state=SettlementState.ASKED)
    taken = Reversal.objects.filter(whose, handled_at=None)
    return Returns(
        proposals=tuple(asked.select_related("order").order_by("pk")),
        refused=tuple(refunds.filter(state=RefundState.REFUSED)),
        reversals=tuple(taken.select_related("order").order_by("pk")),
        under_way=tuple(refunds.filter(state=RefundState.ASKED)),
    )


def gone_twice_on(agency_id: int, day: date) -> int:
    """Give the đồng of an agency's orders that somebody has twice, as it became known on a day.

    A provider took them back, and they went back by a refund as well.
    """
    found = Reversal.objects.filter(
        order__agency=agency_id,
        twice_at__gte=datetime.combine(day, time.min, ZONE),
        twice_at__lt=datetime.combine(day + timedelta(days=1), time.min, ZONE),
    )
    return int(found.aggregate(sum=Sum("twice", default=0))["sum"])
