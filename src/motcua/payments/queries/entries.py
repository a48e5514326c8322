"""What moved on an account of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from motcua.payments.models import LedgerEntry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.payments.enums import AccountKind

_MOST = 500


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came onto an account, or left it where `amount` is negative, in đồng.

    `reference` is the order it was paid for and `what` what that asks for; empty for none.
    """

    at: datetime
    amount: int
    reference: str
    what: str
    description: str


def cash_lying(kind: AccountKind, agency_id: int, place: str = "") -> int:
    """Give what lies on an agency's account of cash, in đồng."""
    rows = _entries(kind, agency_id, place)
    return int(rows.aggregate(sum=Sum("amount", default=0))["sum"])


def cash_movements(kind: AccountKind, agency_id: int, place: str = "") -> tuple[Movement, ...]:
    """Give what moved on an agency's account of cash, the latest first."""
    rows = _entries(kind, agency_id, place).select_related("transaction__order")
    return tuple(
        Movement(
            row.transaction.booked_at,
            row.amount,
            row.transaction.order.reference if row.transaction.order else "",
            row.transaction.order.description if row.transaction.order else "",
            row.transaction.description,
        )
        for row in rows.order_by("-pk")[:_MOST]
    )


def _entries(kind: AccountKind, agency_id: int, place: str) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(
        account__kind=kind, account__agency=agency_id, account__place=place
    )
