"""Reads of the receipts room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Min, Q

from motcua.kernel.caching import once_a_reading
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import composed
from motcua.receipts.base import receipt_rules, rule_on
from motcua.receipts.enums import Kind, Standing
from motcua.receipts.errors import ReceiptNotFound, ReceiptNotReady
from motcua.receipts.models import Due, Papers, Receipt, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.models import StoredFile

# Accountants are told so many days ahead.
_AHEAD = 31
_BY_FOLLOWER = {
    Kind.REPLACEMENT: Standing.REPLACED,
    Kind.ADJUSTMENT: Standing.ADJUSTED,
    Kind.CANCELLATION: Standing.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A receipt as those see it whom it concerns; `follower` is the one that follows it."""

    receipt: Receipt
    number: str
    standing: Standing
    follower: Receipt | None
    is_written: bool

    @property
    def is_last(self) -> bool:
        """Say whether no other receipt follows."""
        return self.follower is None


@dataclass(frozen=True, slots=True)
class Coming:
    """What becomes of an agency's receipts on a day to come.

    From `on` they bear `symbol` and begin at 1, under `citation`; without a symbol there are none.
    """

    on: date
    symbol: str
    citation: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What whoever holds a receipt's code is told: no name of a person.

    `instead` is the code of the receipt that holds in its place, if one does.
    """

    code: str
    title: str
    number: str
    amount: int
    standing: Standing
    ended_at: datetime | None
    instead: str


def series_on(agency_id: int, day: date) -> Series | None:
    """Give the series that an agency's receipts of a day take their numbers from.

    None also where the rule of the day takes its symbols no longer.
    """
    held = _holding(day).filter(agency_id=agency_id).order_by("-valid_from", "-id").first()
    rule = rule_on(day)
    if held is None or not rule.takes_form(held.form_symbol):
        return None
    return held if rule.takes_letters(held.letters) else None


def coming(agency_id: int, today: date) -> Coming | None:
    """Give what changes within a month: an end with nothing after it, or a new year's numbers."""
    series = series_on(agency_id, today)
    if series is None:
        return None
    new_year = today.replace(year=today.year + 1, month=1, day=1)
    for day in sorted({new_year, series.valid_to or new_year}):
        following = series_on(agency_id, day)
        if (day - today).days > _AHEAD or (following is not None and day != new_year):
            continue
        rule = rule_on(day)
        symbol = rule.symbol(following.letters, day) if following else ""
        return Coming(day, symbol, rule.citation)
    return None


def series_of(agency_id: int) -> Sequence[Series]:
    """Give every series of an agency, the latest first, with its counters."""
    rows = Series.objects.filter(agency_id=agency_id).prefetch_related("counters")
    return list(rows.order_by("-valid_from", "-id"))


def first_day_of(agency_id: int) -> date | None:
    """Give the day from which an agency gives receipts; None where it does not."""
    found: date | None = Series.objects.filter(agency_id=agency_id).aggregate(
        first=Min("valid_from")
    )["first"]
    return found


def agencies_with_series(day: date) -> list[int]:
    """Give the agencies that have a series on a day."""
    return sorted(set(_holding(day).values_list("agency_id", flat=True)))


def not_written(limit: int, without: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Give numbered receipts whose files are not written yet, each with its agency, oldest first.

    Those of the agencies in `without` are left out.
    """
    rows = Papers.objects.filter(written_at=None).exclude(receipt__agency_id__in=list(without))
    return list(rows.order_by("pk").values_list("pk", "receipt__agency_id")[:limit])


def number_of(receipt: Receipt) -> str:
    """Give a receipt's number as its rule writes it."""
    rule = next((one for one in receipt_rules() if one.code == receipt.rule), None)
    return (rule or rule_on(receipt.issued_on)).written(receipt.number)


def held(receipts: Iterable[Receipt]) -> list[Held]:
    """Give receipts with what each is worth now, in the order given."""
    rows = list(receipts)
    if not rows:
        return []
    followers = {
        one.follows_id: one for one in Receipt.objects.filter(follows__in=[r.pk for r in rows])
    }
    written = set(
        Papers.objects.filter(receipt__in=rows, written_at__isnull=False).values_list(
            "pk", flat=True
        )
    )
    return [
        Held(row, number_of(row), _standing(row, follower), follower, row.pk in written)
        for row in rows
        for follower in [followers.get(row.pk)]
    ]


@once_a_reading
def receipts_of(subject_kind: str, subject_id: int) -> list[Held]:
    """Give the last receipt of each paid order of a subject, oldest first."""
    rows = _last(kind=subject_kind, number=subject_id)
    return [
        Held(last, number_of(last), _standing(last, None), None, last.papers.written_at is not None)
        for due in rows
        if (last := due.latest) is not None
    ]


@composed
def _last(kind: Any, number: Any) -> QuerySet[Due]:
    rows = Due.objects.filter(subject_kind=kind, subject_id=number, latest__isnull=False)
    return rows.select_related("latest__papers").order_by("id")


def receipts_of_order(order_id: int) -> list[Held]:
    """Give every receipt of an order, oldest first."""
    return held(Receipt.objects.filter(order_id=order_id).order_by("id"))


def comes_before_receipts(order_id: int) -> bool:
    """Say whether an order was paid before its agency's first series began: it gets no receipt."""
    due = Due.objects.filter(order_id=order_id, latest=None).first()
    if due is None:
        return False
    first = first_day_of(due.agency_id)
    return first is None or civil_date(due.paid_at) < first


def receipt_by_id(public_id: UUID) -> Receipt:
    """Give a receipt by its public id. Raises `ReceiptNotFound`."""
    receipt = Receipt.objects.select_related("agency", "follows", "order").filter(
        public_id=public_id
    )
    found = receipt.first()
    if found is None:
        raise ReceiptNotFound
    return found


def receipt_told(receipt_id: int) -> tuple[str, int, str]:
    """Give of which kind a receipt is, the đồng it says, and why it followed another."""
    rows = Receipt.objects.values_list("kind", "amount", "reason")
    kind, amount, reason = rows.get(pk=receipt_id)
    return kind, amount, reason


def subject_of(receipt: Receipt) -> tuple[str, int]:
    """Give what a receipt's order was for: kind and number."""
    due = Due.objects.get(order_id=receipt.order_id)
    return due.subject_kind, due.subject_id


def file_of(receipt: Receipt, kind: str) -> StoredFile:
    """Give the signed `pdf` or `xml` of a receipt. Raises `ReceiptNotFound`, `ReceiptNotReady`."""
    if kind not in {"pdf", "xml"}:
        raise ReceiptNotFound
    papers = Papers.objects.select_related("xml__blob", "pdf__blob").get(receipt=receipt)
    file = papers.pdf if kind == "pdf" else papers.xml
    if file is None:
        raise ReceiptNotReady
    return file


def verified(verification_id: str) -> Verified | None:
    """Give what a code says of a receipt; None where it is no receipt's."""
    found = Receipt.objects.filter(verification_id=verification_id).first()
    if found is None:
        return None
    [one] = held([found])
    last = Due.objects.select_related("latest").get(order_id=found.order_id).latest
    instead = last.verification_id if last and last.kind != Kind.CANCELLATION else ""
    is_ended = one.standing is not Standing.VALID
    return Verified(
        code=verification_id,
        title=str(Kind(found.kind).label),
        number=f"{found.form_symbol} · {found.symbol} · {one.number}",
        amount=found.amount,
        standing=one.standing,
        ended_at=one.follower.issued_at if one.follower else None,
        instead=instead if is_ended and instead != verification_id else "",
    )


def _holding(day: date) -> QuerySet[Series]:
    return Series.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def _standing(receipt: Receipt, follower: Receipt | None) -> Standing:
    if follower is not None:
        return _BY_FOLLOWER[Kind(follower.kind)]
    return Standing.CANCELLED if receipt.kind == Kind.CANCELLATION else Standing.VALID
