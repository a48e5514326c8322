"""The register of receipts: narrowed, page by page, and what a period comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from motcua.kernel.text import fold
from motcua.receipts.enums import Kind
from motcua.receipts.models import Correction, Due, Receipt
from motcua.receipts.queries import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(tuple(held(shown)), shown[-1].pk if len(found) > PAGE else 0)


def symbols_of(agency_id: int, since: date, until: date) -> Sequence[str]:
    """Give the symbols of an agency's receipts of some days."""
    rows = Receipt.objects.filter(agency=agency_id, issued_on__range=(since, until))
    return sorted(set(rows.values_list("symbol", flat=True).distinct()))


def usage(wanted: Wanted) -> tuple[Usage, ...]:
    """Count what became of each series' numbers in a period, by form and symbol."""
    rows = _narrowed(wanted).annotate(
        is_replaced=_followed(Kind.REPLACEMENT),
        is_adjusted=_followed(Kind.ADJUSTMENT),
        is_cancelled=_followed(Kind.CANCELLATION),
    )
    found = (
        rows.values("form_symbol", "symbol")
        .annotate(
            first=Min("number"),
            last=Max("number"),
            used=Count("id"),
            originals=Count("id", filter=Q(kind=Kind.ORIGINAL)),
            replacements=Count("id", filter=Q(kind=Kind.REPLACEMENT)),
            adjustments=Count("id", filter=Q(kind=Kind.ADJUSTMENT)),
            cancellations=Count("id", filter=Q(kind=Kind.CANCELLATION)),
            since_replaced=Count("id", filter=Q(is_replaced=True)),
            since_adjusted=Count("id", filter=Q(is_adjusted=True)),
            since_cancelled=Count("id", filter=Q(is_cancelled=True)),
            total=Sum("effect"),
        )
        .order_by("form_symbol", "symbol")
    )
    return tuple(Usage(**row) for row in found)


def every_row(wanted: Wanted) -> Iterator[Held]:
    """Give a part of the register whole, by number, a batch at a time."""
    last = 0
    while True:
        batch = list(_narrowed(wanted).filter(pk__gt=last).order_by("id")[:_AT_ONCE])
        if not batch:
            return
        yield from held(batch)
        last = batch[-1].pk


def waiting_of(agency_id: int) -> int:
    """Give how many paid orders of an agency have no receipt yet."""
    return Due.objects.filter(agency=agency_id, latest=None).count()


def corrections_asked(agency_ids: frozenset[int]) -> list[Correction]:
    """Give what waits for a second accountant of some agencies, the oldest first."""
    rows = Correction.objects.filter(state="asked", of__agency__in=agency_ids)
    return list(rows.select_related("of").order_by("id"))


def correction_of(receipt: Receipt) -> Correction | None:
    """Give what is asked for a receipt and not decided; None where nothing is."""
    return Correction.objects.filter(of=receipt, state="asked").first()


def _followed(kind: Kind) -> Exists:
    return Exists(Receipt.objects.filter(follows=OuterRef("pk"), kind=kind))


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
