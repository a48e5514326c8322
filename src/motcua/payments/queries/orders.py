"""Orders of an agency as its accountants look for them, and all that is known of one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q

from motcua.kernel.clock import ZONE
from motcua.payments.enums import AccountKind, OrderState
from motcua.payments.errors import OrderNotFound
from motcua.payments.models import (
    LedgerEntry,
    Order,
    ProviderEvent,
    Refund,
    Reversal,
    Settlement,
)
from motcua.payments.queries.unclear import content_in, told_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

PAGE = 50
PREFIX, LENGTH = "MC", 12
"""How an order's reference begins, and how many signs it has."""
REFERENCE = re.compile(r"MC[2-9A-HJ-NP-Z]{10}")
_LOST = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class OrdersWanted:
    """Which orders of an agency are looked for: what is None or empty says nothing.

    `dossier` is the number of the dossier they are of, `since` and `until` the days they were
    opened on, both among them.
    """

    agency_id: int
    reference: str = ""
    dossier: int | None = None
    state: str = ""
    amount: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, the latest first; `after` is the last one's where more follow."""

    rows: tuple[Order, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a provider about an order, and what the payer wrote, where it said that."""

    event: ProviderEvent
    content: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One side of a booking of an order, in đồng."""

    at: datetime
    key: str
    account: str
    provider: str
    amount: int


@dataclass(frozen=True, slots=True)
class OrderStory:
    """All that is known of an order's money."""

    heard: tuple[Heard, ...]
    bookings: tuple[Booking, ...]
    refunds: tuple[Refund, ...]
    reversals: tuple[Reversal, ...]
    settlements: tuple[Settlement, ...]


def orders_found(wanted: OrdersWanted, after: UUID | None = None) -> OrderPage:
    """Give a page of the orders that are looked for, after `after` where it is given."""
    rows = _found(wanted)
    if last := Order.objects.filter(public_id=after).first() if after else None:
        same = Q(opened_at=last.opened_at, pk__lt=last.pk)
        rows = rows.filter(same | Q(opened_at__lt=last.opened_at), opened_at__lte=last.opened_at)
    page = list(rows[: PAGE + 1])
    return OrderPage(tuple(page[:PAGE]), page[PAGE - 1].public_id if len(page) > PAGE else None)


def orders_for_file(wanted: OrdersWanted, most: int) -> Iterator[Order]:
    """Give the orders that are looked for, for a file."""
    return _found(wanted)[:most].iterator(2000)


def _found(wanted: OrdersWanted) -> QuerySet[Order]:
    rows = Order.objects.filter(agency=wanted.agency_id)
    if wanted.reference:
        rows = rows.filter(reference=wanted.reference)
    if wanted.dossier is not None:
        rows = rows.filter(subject_kind="dossier", subject_id=wanted.dossier)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.amount is not None:
        rows = rows.filter(amount=wanted.amount)
    if wanted.since:
        rows = rows.filter(opened_at__gte=datetime.combine(wanted.since, time.min, ZONE))
    if wanted.until:
        end = wanted.until + timedelta(days=1)
        rows = rows.filter(opened_at__lt=datetime.combine(end, time.min, ZONE))
    return rows.order_by("-opened_at", "-pk")


def plain_content(text: str) -> str:
    """Give what is left of a text when banks and scanners have done with it."""
    return _LOST.sub("", unicodedata.normalize("NFKC", text).upper())


def parts_of(text: str) -> list[str]:
    """Give what begins as a reference does anywhere in a text; what stands last may be cut."""
    plain = plain_content(text)
    starts = [found.start() for found in re.finditer(f"(?={PREFIX})", plain)]
    return [plain[start : start + LENGTH] for start in starts]


def orders_called_in(text: str) -> list[Order]:
    """Give the orders whose references stand anywhere in a text, such as a VietQR, by number."""
    whole = set(filter(REFERENCE.fullmatch, parts_of(text)))
    return list(Order.objects.filter(reference__in=whole).order_by("pk"))


def order_numbered(order_id: int) -> Order:
    """Give an order by its number. Raises `OrderNotFound`."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    return order


def expiring(
    subject_kind: str, *, now: datetime, within: timedelta, after: int, limit: int
) -> list[Order]:
    """Give open orders of a kind of subject that expire within a stretch, by their number.

    `after` is the number of the last one had so far. One that was opened within that stretch of
    its end is not given: its payer has just been told of it.
    """
    rows = Order.objects.filter(
        subject_kind=subject_kind,
        state=OrderState.OPEN,
        expires_at__gt=now,
        expires_at__lte=now + within,
        opened_at__lt=F("expires_at") - within,
        pk__gt=after,
    )
    return list(rows.order_by("pk")[:limit])


def order_of_agencies(public_id: UUID, agency_ids: Sequence[int]) -> Order:
    """Give an order of one of some agencies. Raises `OrderNotFound`."""
    found = Order.objects.filter(public_id=public_id, agency__in=agency_ids)
    order = found.select_related("agency").first()
    if order is None:
        raise OrderNotFound
    return order


def story_of(order: Order) -> OrderStory:
    """Give what was heard, booked, sent back and settled of an order, oldest first."""
    entries = LedgerEntry.objects.filter(transaction__order=order).order_by("pk")
    found = entries.select_related("transaction", "account")
    settled = Q(order=order) | Q(of__order=order) | Q(reversal__order=order)
    return OrderStory(
        heard=tuple(Heard(row, _content(row)) for row in order.events.order_by("pk")),
        bookings=tuple(_booking(row) for row in found),
        refunds=tuple(order.refunds.order_by("pk")),
        reversals=tuple(Reversal.objects.filter(order=order).order_by("pk")),
        settlements=tuple(Settlement.objects.filter(settled).order_by("pk")),
    )


def _booking(entry: LedgerEntry) -> Booking:
    booking, account = entry.transaction, entry.account
    name = str(AccountKind(account.kind).label)
    return Booking(booking.booked_at, booking.key, name, account.provider, entry.amount)


def _content(event: ProviderEvent) -> str:
    return content_in(told_in(event.body))
