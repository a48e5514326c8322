"""Whether receipts are whole: every number used once, and their sums those of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Sum

from motcua.kernel.clock import ZONE
from motcua.payments.queries.kept import kept_of_debts, paid_count
from motcua.receipts.models import Counter, Due, Receipt, Series
from motcua.receipts.queries import first_day_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Numbers:
    """A series in a year: what its counter says was given, and what is there."""

    symbol: str
    year: int
    last: int
    receipts: int
    lowest: int
    highest: int

    @property
    def is_whole(self) -> bool:
        """Say whether every number from 1 to the last is there; the database keeps doubles out."""
        found = (self.receipts, self.highest, self.lowest)
        return found == (self.last, self.last, min(self.last, 1))


@dataclass(frozen=True, slots=True)
class Proof:
    """An agency's receipts of a year against the ledger, in đồng.

    `kept` is what the ledger says is left of what was paid in the year, `in_force` what the last
    receipts say, `waiting` and `waiting_amount` what has none yet, `unnoticed` paid orders nobody
    noted.
    """

    agency_id: int
    kept: int
    in_force: int
    receipts: int
    waiting: int
    waiting_amount: int
    unnoticed: int
    numbers: tuple[Numbers, ...]

    @property
    def difference(self) -> int:
        """Give the đồng by which ledger and receipts differ."""
        return self.kept - self.in_force - self.waiting_amount

    @property
    def is_sound(self) -> bool:
        """Say whether sums agree, no number is missing and no payment was passed over."""
        whole = all(one.is_whole for one in self.numbers)
        return whole and not self.difference and not self.unnoticed


def proofs(year: int) -> Iterator[Proof]:
    """Recount the receipts of every agency for what was paid in a year (civil time)."""
    agencies = Series.objects.order_by("agency_id").values_list("agency_id", flat=True).distinct()
    for agency_id in agencies:
        yield proof_of(agency_id, year)


def proof_of(agency_id: int, year: int) -> Proof:
    """Recount the receipts of an agency for what was paid in a year."""
    first = first_day_of(agency_id) or date(year, 1, 1)
    since = _midnight(max(first, date(year, 1, 1)))
    until = _midnight(date(year + 1, 1, 1))
    dues = Due.objects.filter(agency=agency_id, paid_at__gte=since, paid_at__lt=until)
    # A debt that was paid anew in another year is looked at whole.
    debts = Due.objects.filter(agency=agency_id, order__key__in=dues.values("order__key"))
    sums = debts.aggregate(sum=Sum("latest__amount"), n=Count("latest"), of=Count("pk"))
    waiting = debts.filter(latest=None)
    keys = waiting.values("order__key")
    said = debts.filter(order__key__in=keys).aggregate(sum=Sum("latest__amount"))["sum"] or 0
    return Proof(
        agency_id=agency_id,
        kept=kept_of_debts(agency_id, dues.values("order__key")),
        in_force=sums["sum"] or 0,
        receipts=sums["n"],
        waiting=sums["of"] - sums["n"],
        waiting_amount=kept_of_debts(agency_id, keys) - said,
        unnoticed=max(0, paid_count(agency_id, since, until) - dues.count()),
        numbers=tuple(_numbers(agency_id, year)),
    )


def _numbers(agency_id: int, year: int) -> Iterator[Numbers]:
    counters = Counter.objects.filter(series__agency=agency_id, year__in=[0, year])
    for counter in counters.select_related("series").order_by("series_id", "year"):
        rows = Receipt.objects.filter(series=counter.series_id, year=counter.year)
        found = rows.aggregate(n=Count("id"), low=Min("number"), high=Max("number"))
        yield Numbers(
            symbol=f"{counter.series.form_symbol} {counter.series.letters}",
            year=counter.year,
            last=counter.last,
            receipts=found["n"],
            lowest=found["low"] or 0,
            highest=found["high"] or 0,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
