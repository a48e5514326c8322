"""Money that goes back and needs an accountant: proposals, refusals, what providers took back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from motcua.kernel.clock import ZONE
from motcua.payments.enums import Provider, RefundState, SettlementState
from motcua.payments.errors import RefundNotFound
from motcua.payments.models import Order, Refund, RefundProposal, Reversal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Returns:
    """What waits for a second person, was refused, was taken back, and is under way.

    Cash that nobody has fetched yet stands with what was refused: it may be paid another way.
    """

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
    waits_for_payer = Q(state=RefundState.ASKED, provider=Provider.CASH)
    refunds = Refund.objects.filter(whose).select_related("order").order_by("pk")
    asked = RefundProposal.objects.filter(whose, state=SettlementState.ASKED)
    taken = with_owed(Reversal.objects.filter(whose)).filter(Q(handled_at=None) | Q(owed__gt=0))
    return Returns(
        proposals=tuple(asked.select_related("order").order_by("pk")),
        refused=tuple(refunds.filter(Q(state=RefundState.REFUSED) | waits_for_payer)),
        reversals=tuple(taken.select_related("order").order_by("pk")),
        under_way=tuple(refunds.filter(state=RefundState.ASKED).exclude(waits_for_payer)),
    )


def with_owed(rows: QuerySet[Reversal]) -> QuerySet[Reversal]:
    """Give reversals with how many đồng of each somebody still has twice, as `owed`."""
    done = Q(settlements__state=SettlementState.DONE)
    settled = Coalesce(Sum("settlements__amount", filter=done), 0)
    return rows.annotate(owed=F("twice") - settled)


def owed_twice(reversal: Reversal) -> int:
    """Give how many đồng of a reversal somebody has twice, and nobody has settled yet."""
    twice = Reversal.objects.values_list("twice", flat=True).get(pk=reversal.pk)
    done = reversal.settlements.filter(state=SettlementState.DONE)
    return max(0, twice - int(done.aggregate(sum=Sum("amount", default=0))["sum"]))


def reversal_numbered(number: int) -> Reversal:
    """Give a reversal with its order. Raises `RefundNotFound`."""
    found = Reversal.objects.select_related("order").filter(pk=number).first()
    if found is None:
        raise RefundNotFound
    return found


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


def cash_waiting(order: Order) -> list[Refund]:
    """Give what of an order's debt waits to be paid out in cash, oldest first."""
    rows = Refund.objects.filter(
        order__key=order.key,
        provider=Provider.CASH,
        state__in=[RefundState.ASKED, RefundState.REFUSED],
    )
    return list(rows.order_by("pk"))


def order_of_refund(reference: str) -> Order | None:
    """Give the order whose money goes back under a reference; None where there is none."""
    found = Refund.objects.filter(reference=reference.strip().upper()).select_related("order")
    refund = found.first()
    return refund.order if refund else None


def order_to_refund(refund_id: int) -> str:
    """Give the reference of the order that a refund is of; empty where it is of none."""
    rows = Refund.objects.filter(pk=refund_id).values_list("order__reference", flat=True)
    return rows.first() or ""


def cash_refund(refund_id: int, agency_ids: Collection[int]) -> Refund:
    """Give cash that goes or went back of an order of some agencies, with who agreed to it.

    Raises `RefundNotFound`, also for what is not paid out any more.
    """
    rows = Refund.objects.select_related("order", "proposal").exclude(state=RefundState.STOPPED)
    found = rows.filter(pk=refund_id, provider=Provider.CASH, order__agency__in=agency_ids).first()
    if found is None:
        raise RefundNotFound
    return found


def refund_numbered(refund_id: int) -> Refund:
    """Give a refund with its order."""
    return Refund.objects.select_related("order").get(pk=refund_id)
