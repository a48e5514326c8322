"""The register of receipts: narrowed, page by page, and what a period comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q, Sum

from motcua.kernel.clock import ZONE
from motcua.kernel.text import fold
from motcua.receipts.enums import Kind
from motcua.receipts.models import Correction, Due, Receipt
from motcua.receipts.queries import first_day_of, held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from motcua.receipts.queries import Held

PAGE = 50
_DIGITS = 8
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the register: an agency's days, both among them; the rest narrows it further.

    `words` is a number, the code of an order, or a part of a payer's name.
    """

    agency_id: int
    since: date
    until: date
    symbol: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register, the latest first; `after` leads to the next one, 0 at the end."""

    rows: tuple[Held, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What became of a series' numbers in a period.

    `first` to `last` were used; `of_kind` counts what they are. `since_replaced`, `since_adjusted`
    and `since_cancelled` count those among them that another receipt has followed by now. `total`
    is what they came to, in đồng.
    """

    form_symbol: str
    symbol: str
    first: int
    last: int
    used: int
    originals: int
    replacements: int
    adjustments: int
    cancellations: int
    since_replaced: int
    since_adjusted: int
    since_cancelled: int
    total: int

    @property
    def is_unbroken(self) -> bool:
        """Say whether no number between the first and the last is missing."""
        return self.used == self.last - self.first + 1


def register_page(wanted: Wanted, after: int = 0) -> Page:
    """Give a page of the register, from the receipt `after` on downwards."""
    rows = _narrowed(wanted)
    # Days come before numbers, so that an index leads to a page however far behind it is.
    if after and (day := _day_of(after)):
        rows = rows.filter(issued_on__lte=day).exclude(issued_on=day, pk__gte=after)
    found = list(rows.order_by("-issued_on", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(tuple(held(shown)), shown[-1].pk if len(found) > PAGE else 0)


def usage(wanted: Wanted) -> tuple[Usage, ...]:
    """Count what became of each series' numbers in a period, by form and symbol."""
    followed = _followed(wanted)
    found = (
        _narrowed(wanted)
        .values("form_symbol", "symbol")
        .annotate(
            first=Min("number"),
            last=Max("number"),
            used=Count("id"),
            originals=Count("id", filter=Q(kind=Kind.ORIGINAL)),
            replacements=Count("id", filter=Q(kind=Kind.REPLACEMENT)),
            adjustments=Count("id", filter=Q(kind=Kind.ADJUSTMENT)),
            cancellations=Count("id", filter=Q(kind=Kind.CANCELLATION)),
            total=Sum("effect"),
        )
        .order_by("form_symbol", "symbol")
    )
    return tuple(
        Usage(
            **row,
            since_replaced=followed[row["form_symbol"], row["symbol"], Kind.REPLACEMENT],
            since_adjusted=followed[row["form_symbol"], row["symbol"], Kind.ADJUSTMENT],
            since_cancelled=followed[row["form_symbol"], row["symbol"], Kind.CANCELLATION],
        )
        for row in found
    )


def every_row(wanted: Wanted) -> Iterator[Held]:
    """Give a part of the register whole, by day and number, a batch at a time."""
    rows = _narrowed(wanted)
    while batch := list(rows.order_by("issued_on", "id")[:_AT_ONCE]):
        yield from held(batch)
        day, last = batch[-1].issued_on, batch[-1].pk
        rows = _narrowed(wanted).filter(issued_on__gte=day).exclude(issued_on=day, pk__lte=last)


def waiting_of(agency_id: int) -> tuple[int, int]:
    """Count paid orders of an agency without a receipt: those that will get one, and never will.

    What was paid before the agency's first series began never does; without a series nobody knows.
    """
    owed = Due.objects.filter(agency=agency_id, latest=None)
    first = first_day_of(agency_id)
    if first is None:
        return 0, owed.count()
    since = datetime.combine(first, time.min, ZONE)
    counts = owed.aggregate(
        later=Count("pk", filter=Q(paid_at__gte=since)),
        before=Count("pk", filter=Q(paid_at__lt=since)),
    )
    return counts["later"], counts["before"]


def corrections_asked(agency_ids: frozenset[int]) -> list[Correction]:
    """Give what waits for a second accountant of some agencies, the oldest first."""
    rows = Correction.objects.filter(state="asked", of__agency__in=agency_ids)
    return list(rows.select_related("of").order_by("id"))


def correction_of(receipt: Receipt) -> Correction | None:
    """Give what is asked for a receipt and not decided; None where nothing is."""
    return Correction.objects.filter(of=receipt, state="asked").first()


def _followed(wanted: Wanted) -> Counter[tuple[str, str, str]]:
    """Count the receipts of a period that others followed, by form, symbol and what followed."""
    followers = Receipt.objects.filter(follows__in=_narrowed(wanted)).exclude(kind=Kind.ORIGINAL)
    names = ("follows__form_symbol", "follows__symbol", "kind")
    rows = followers.order_by().values_list(*names).annotate(number=Count("id"))
    return Counter({(form, symbol, kind): number for form, symbol, kind, number in rows})


def _day_of(receipt_id: int) -> date | None:
    return Receipt.objects.filter(pk=receipt_id).values_list("issued_on", flat=True).first()


def _narrowed(wanted: Wanted) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(
        agency=wanted.agency_id, issued_on__range=(wanted.since, wanted.until)
    )
    if wanted.symbol:
        rows = rows.filter(symbol=wanted.symbol)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    words = wanted.words.strip()
    if words.isascii() and words.isdigit() and len(words) <= _DIGITS:
        return rows.filter(number=int(words))
    if words.upper().startswith("MC") and words.isascii() and words.isalnum():
        return rows.filter(order__reference=words.upper())
    return rows.filter(payer_folded__contains=fold(words)) if words else rows
