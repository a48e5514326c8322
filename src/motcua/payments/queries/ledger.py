"""The ledger as accountants read it: accounts with what lies there, and the bookings of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum, Window

from motcua.kernel.clock import ZONE
from motcua.kernel.errors import NotFound
from motcua.payments.models import LedgerAccount, LedgerEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

PAGE = 100
Row = tuple["datetime", str, "str | None", int, int]


@dataclass(frozen=True, slots=True)
class Balance:
    """An account and what lies there, in đồng: debit above zero, credit below."""

    account: LedgerAccount
    amount: int


@dataclass(frozen=True, slots=True)
class Posting:
    """A side of a booking on an account, in đồng, and what lay there after it."""

    at: datetime
    key: str
    order: str
    amount: int
    after: int


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """A month of an account: what lay there before and after, and its bookings, a page of them.

    `next_page` is the number of the following page; 0 where there is none.
    """

    account: LedgerAccount
    first: date
    opening: int
    debit: int
    credit: int
    rows: tuple[Posting, ...]
    next_page: int

    @property
    def closing(self) -> int:
        """What lay there at the end."""
        return self.opening + self.debit - self.credit


def balances(agency_ids: Collection[int], *, of_node: bool) -> list[Balance]:
    """Give the accounts of some agencies, with the node's own where asked, that were ever used."""
    whose = _whose(agency_ids, of_node=of_node)
    rows = LedgerAccount.objects.filter(whose).select_related("agency")
    sums = dict(
        LedgerEntry.objects.filter(account__in=rows.values("pk"))
        .values_list("account")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    kept = rows.order_by("kind", "provider", "agency__code", "procedure", "channel", "place")
    return [Balance(row, sums[row.pk]) for row in kept if row.pk in sums]


def account_of(number: int, agency_ids: Collection[int], *, of_node: bool) -> LedgerAccount:
    """Give an account that somebody may see by its number. Raises `NotFound`."""
    rows = LedgerAccount.objects.filter(_whose(agency_ids, of_node=of_node), pk=number)
    found = rows.select_related("agency").first()
    if found is None:
        raise NotFound
    return found


def month_of(account: LedgerAccount, first: date, page: int = 1) -> AccountMonth:
    """Give a month of an account, from its first day on."""
    entries = LedgerEntry.objects.filter(account=account)
    start = datetime.combine(first, time.min, ZONE)
    opening = _sum(entries.filter(transaction__booked_at__lt=start))
    within = _within(account, first)
    rows = list(_postings(within)[(page - 1) * PAGE : page * PAGE + 1])
    return AccountMonth(
        account=account,
        first=first,
        opening=opening,
        debit=_sum(within.filter(amount__gt=0)),
        credit=-_sum(within.filter(amount__lt=0)),
        rows=tuple(_posting(row, opening) for row in rows[:PAGE]),
        next_page=page + 1 if len(rows) > PAGE else 0,
    )


def postings_for_file(account: LedgerAccount, first: date, most: int) -> Iterator[Posting]:
    """Give the bookings of an account's month, for a file."""
    start = datetime.combine(first, time.min, ZONE)
    before = LedgerEntry.objects.filter(account=account, transaction__booked_at__lt=start)
    opening = _sum(before)
    for row in _postings(_within(account, first))[:most].iterator(2000):
        yield _posting(row, opening)


def next_month(first: date) -> date:
    """Give the first day of the month that follows."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _whose(agency_ids: Collection[int], *, of_node: bool) -> Q:
    whose = Q(agency__in=list(agency_ids))
    return whose | Q(agency=None) if of_node else whose


def _within(account: LedgerAccount, first: date) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(
        account=account,
        transaction__booked_at__gte=datetime.combine(first, time.min, ZONE),
        transaction__booked_at__lt=datetime.combine(next_month(first), time.min, ZONE),
    )


def _postings(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry, Row]:
    return (
        entries.annotate(run=Window(Sum("amount"), order_by=[F("transaction__booked_at"), F("pk")]))
        .order_by("transaction__booked_at", "pk")
        .values_list(
            "transaction__booked_at",
            "transaction__key",
            "transaction__order__reference",
            "amount",
            "run",
        )
    )


def _posting(row: Row, opening: int) -> Posting:
    at, key, reference, amount, run = row
    return Posting(at, key, reference or "", amount, opening + run)


def _sum(entries: QuerySet[LedgerEntry]) -> int:
    return int(entries.aggregate(sum=Sum("amount", default=0))["sum"])
