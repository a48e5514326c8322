"""An agency's takings of a day, by what was paid for and how; and what in them does not add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from motcua.kernel.clock import ZONE
from motcua.payments.enums import AccountKind
from motcua.payments.models import DayClosing, LedgerEntry, LedgerTransaction, Order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

_INCOME = Q(account__kind=AccountKind.INCOME)
_TAKEN = Sum("amount", filter=Q(amount__lt=0), default=0)
_RETURNED = Sum("amount", filter=Q(amount__gt=0), default=0)


@dataclass(frozen=True, slots=True)
class TakingLine:
    """What came in and went back for a procedure, filed and paid in one way, in đồng."""

    procedure: str
    channel: str
    provider: str
    taken: int
    returned: int


@dataclass(frozen=True, slots=True)
class Takings:
    """A day of an agency: its income line by line, and how many bookings made it."""

    lines: tuple[TakingLine, ...]
    bookings: int

    @property
    def taken(self) -> int:
        """Give what came in, in đồng."""
        return sum(line.taken for line in self.lines)

    @property
    def returned(self) -> int:
        """Give what went back, in đồng."""
        return sum(line.returned for line in self.lines)

    def as_rows(self) -> list[dict[str, str | int]]:
        """Give the lines as JSON keeps them."""
        return [asdict(line) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not add up: what kind, of which booking or order, by how many đồng."""

    kind: str
    of: str
    by: int

    def __iter__(self) -> Iterator[str | int]:
        return iter((self.kind, self.of, self.by))


@dataclass(frozen=True, slots=True)
class DaySum:
    """What a day of an agency came to, in đồng, and whether it is closed."""

    day: date
    taken: int
    returned: int
    is_closed: bool


def days_with_money(agency_id: int, since: date, until: date) -> tuple[DaySum, ...]:
    """Give the days, both ends among them, on which an agency's money moved; the latest first."""
    closed = set(
        DayClosing.objects.filter(agency=agency_id, day__range=(since, until)).values_list(
            "day", flat=True
        )
    )
    rows = (
        LedgerEntry.objects.filter(
            _INCOME,
            account__agency=agency_id,
            **_within("transaction__booked_at", since, until),
        )
        .annotate(day=TruncDate("transaction__booked_at", tzinfo=ZONE))
        .values_list("day")
        .annotate(taken=_TAKEN, returned=_RETURNED)
        .order_by("-day")
    )
    return tuple(DaySum(day, -taken, back, day in closed) for day, taken, back in rows)


def closing_of(agency_id: int, day: date) -> DayClosing | None:
    """Give how an agency's day was closed; None where it was not."""
    return DayClosing.objects.filter(agency=agency_id, day=day).first()


def takings_of(agency_id: int, day: date) -> Takings:
    """Give what an agency took in and gave back on a civil day."""
    entries = _entries(agency_id, day)
    rows = (
        entries.values_list("account__procedure", "account__channel", "account__provider")
        .annotate(taken=_TAKEN, returned=_RETURNED)
        .order_by("account__procedure", "account__channel", "account__provider")
    )
    lines = tuple(
        TakingLine(procedure, channel, provider, -taken, returned)
        for procedure, channel, provider, taken, returned in rows
    )
    return Takings(lines, entries.aggregate(n=Count("transaction", distinct=True))["n"])


def faults_of(agency_id: int, day: date) -> list[Fault]:
    """Give what speaks against closing a day: bookings out of balance, orders unlike the ledger.

    A booking out of balance stops every agency: nobody can say whose money it is.
    """
    return [*_unbalanced(day), *_unlike(agency_id, day)]


def orders_paid_on(agency_id: int, day: date) -> QuerySet[Order]:
    """Give the orders of every debt that money moved for on a civil day, by their numbers."""
    keys = _entries(agency_id, day).values("transaction__order__key")
    return Order.objects.filter(key__in=keys).order_by("id")


def _unbalanced(day: date) -> Iterator[Fault]:
    sums = (
        LedgerTransaction.objects.filter(**_within("booked_at", day))
        .annotate(by=Sum("entries__amount", default=0))
        .exclude(by=0)
    )
    for key, by in sums.order_by("pk").values_list("key", "by"):
        yield Fault("booking", key, by)
    if by := LedgerEntry.objects.aggregate(by=Sum("amount", default=0))["by"]:
        yield Fault("ledger", "", by)


def _unlike(agency_id: int, day: date) -> Iterator[Fault]:
    """Compare what orders say they received with what the ledger credited for the same debt.

    Refunds stand beside that; what a provider took back is no longer received.
    """
    # An order that follows one ended short begins with what that has received: the last one counts.
    latest = {order.key: order for order in orders_paid_on(agency_id, day)}
    paid = (
        LedgerEntry.objects.filter(_INCOME, transaction__order__key__in=latest)
        .exclude(transaction__description="refund")
        .values_list("transaction__order__key")
        .annotate(sum=Sum("amount"))
    )
    booked = {key: -amount for key, amount in paid}
    for key, order in latest.items():
        if by := order.received - booked.get(key, 0):
            yield Fault("order", order.reference, by)


def _entries(agency_id: int, day: date) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(
        _INCOME, account__agency=agency_id, **_within("transaction__booked_at", day)
    )


def _within(name: str, since: date, until: date | None = None) -> dict[str, datetime]:
    """Give the bounds of a field for the civil days from one to another, both among them."""
    end = (until or since) + timedelta(days=1)
    return {
        f"{name}__gte": datetime.combine(since, time.min, ZONE),
        f"{name}__lt": datetime.combine(end, time.min, ZONE),
    }
