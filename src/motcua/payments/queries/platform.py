"""An agency's day as records of the national payment platform: every payment, by its fee lines."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.kernel.clock import ZONE, civil_date
from motcua.payments.base.platform import Codes, Record, codes_on
from motcua.payments.enums import AccountKind, Provider
from motcua.payments.models import LedgerEntry, LedgerTransaction, Refund, Reversal
from motcua.payments.queries.paid import came_with
from motcua.payments.queries.unclear import REVERSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from motcua.payments.models import Order

_BY_REDIRECT = frozenset({"payment.paid", "query"})


def records_of(agency_id: int, day: date) -> list[Record]:
    """Give what an agency took in and gave back on a civil day, a record for each fee line of each.

    A payment fills the lines of its order from the first on, what goes back empties them from the
    last on; the ledger only grows, so that the same day gives the same records again.
    """
    start = datetime.combine(day, time.min, ZONE)
    entries = LedgerEntry.objects.filter(account__kind=AccountKind.INCOME)
    today = entries.filter(
        account__agency=agency_id,
        transaction__booked_at__gte=start,
        transaction__booked_at__lt=start + timedelta(days=1),
    )
    debts = today.values_list("transaction__order__key", flat=True).distinct().order_by()
    moved = (
        entries.filter(transaction__order__key__in=list(debts))
        .select_related("transaction__order", "account")
        .order_by("transaction__booked_at", "pk")
    )
    by_debt: dict[str, list[LedgerEntry]] = {}
    for entry in moved:
        by_debt.setdefault(_order(entry).key, []).append(entry)
    codes = codes_on(day)
    return [
        record
        for rows in by_debt.values()
        for entry, record in _of_debt(rows, codes)
        if civil_date(entry.transaction.booked_at) == day
    ]


def _of_debt(rows: list[LedgerEntry], codes: Codes) -> Iterator[tuple[LedgerEntry, Record]]:
    lines = [line["amount"] for line in _order(rows[0]).lines]
    filled = [0] * len(lines)
    for entry in rows:
        kind, channel, number = _told(entry)
        for place, moved in _spread(-entry.amount, lines, filled):
            yield (
                entry,
                Record(
                    reference=f"{_order(entry).reference}-{place + 1}-{entry.transaction_id}",
                    amount=moved,
                    kind=codes.kinds[kind],
                    channel=codes.channels[channel],
                    partner=_partner(entry),
                    error=codes.errors["done"],
                    transaction=number,
                    bank=_bank(channel),
                ),
            )


def _spread(amount: int, lines: list[int], filled: list[int]) -> Iterator[tuple[int, int]]:
    """Spread đồng over lines, positive ones in order, negative ones backwards; note it in `filled`.

    What no line asks for, which no order takes, falls to the last.
    """
    left = abs(amount)
    places = range(len(lines)) if amount > 0 else reversed(range(len(lines)))
    for place in places:
        room = lines[place] - filled[place] if amount > 0 else filled[place]
        moved = min(left, max(0, room))
        if moved:
            filled[place] += moved if amount > 0 else -moved
            left -= moved
            yield place, moved
    if left:
        yield len(lines) - 1, left


def _told(entry: LedgerEntry) -> tuple[str, str, str]:
    """Give of an entry its kind, its channel and the provider's own number."""
    key = entry.transaction.key
    provider = entry.account.provider
    if key.startswith(REVERSED):
        number = key.removeprefix(REVERSED).partition(":")[0]
        reversal = Reversal.objects.get(pk=number)
        kind = "chargeback" if reversal.kind == "chargeback" else "refund"
        return kind, _channel(provider, reversal.original), reversal.transaction
    if entry.amount > 0:
        paid_by, _colon, number = key.partition(":")
        refund = Refund.objects.filter(order=entry.transaction.order, booked_as=number).first()
        original = refund.transaction if refund else ""
        is_by_hand = paid_by == Provider.HAND
        return "refund", "hand" if is_by_hand else _channel(provider, original), number
    provider, number = came_with(key)
    return "payment", _channel(provider, number), number


def _channel(provider: str, number: str) -> str:
    if provider != Provider.BANK:
        return provider
    booking = LedgerTransaction.objects.filter(key=f"{provider}:{number}").first()
    return "redirect" if booking and booking.description in _BY_REDIRECT else "transfer"


def _partner(entry: LedgerEntry) -> str:
    return settings.BANK_MERCHANT if entry.account.provider == Provider.BANK else ""


def _bank(channel: str) -> str:
    """Give the receiving bank's number (BIN), where money goes through a bank."""
    return settings.BANK_ACCOUNT.partition(":")[0] if channel in {"transfer", "redirect"} else ""


def _order(entry: LedgerEntry) -> Order:
    order = entry.transaction.order
    assert order is not None, "income is booked to orders only"
    return order
