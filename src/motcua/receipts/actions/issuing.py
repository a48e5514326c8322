"""Issuing the first receipts of paid orders: owed with the event, issued many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.payments.queries.kept import orders_paid_since, paid_onto
from motcua.receipts.actions.entering import Content, enter_all, lines_of, lock_debts
from motcua.receipts.actions.following import follow, follow_money, yield_to
from motcua.receipts.actions.writing import WRITTEN_AT_ONCE, write_all_papers
from motcua.receipts.base import NOBODY, payers_of
from motcua.receipts.enums import Kind
from motcua.receipts.errors import ReceiptNotFound, SeriesFull, SeriesMissing
from motcua.receipts.models import Due, Receipt
from motcua.receipts.queries import agencies_with_series, first_day_of, not_written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order
    from motcua.receipts.actions.entering import Debt
    from motcua.receipts.base import Payer

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""So many receipts of an agency are issued in one transaction at most."""
_ELSEWHERE = ("elsewhere", "Đã có biên lai khác")


@dataclass(frozen=True, slots=True)
class Paid:
    """A paid order that is owed a receipt; `subject` is what was paid for: kind and number."""

    order_id: int
    agency_id: int
    subject: tuple[str, int]
    paid_at: datetime


def owe_receipts(several: Iterable[Paid]) -> None:
    """Note that paid orders are owed a receipt, each once."""
    rows = [
        Due(
            order_id=one.order_id,
            agency_id=one.agency_id,
            subject_kind=one.subject[0],
            subject_id=one.subject[1],
            paid_at=one.paid_at,
        )
        for one in several
    ]
    Due.objects.bulk_create(rows, ignore_conflicts=True)


def note_moved(*, order_id: int) -> None:
    """Note that money of an order went back or came again: its last receipt may say too much."""
    Due.objects.filter(order_id=order_id).update(is_behind=True)


def note_paid_again(*, order_ids: Collection[int]) -> None:
    """Note of those of some paid orders that have a receipt that it may say too little."""
    paid = Due.objects.filter(order_id__in=order_ids, latest__isnull=False)
    paid.update(is_behind=True)


def owe_lost(*, agency_id: int, since: datetime) -> None:
    """Note what an agency was paid since a moment and nobody noted, as before it had a series."""
    known = Due.objects.filter(agency=agency_id, paid_at__gte=since)
    seen = set(known.values_list("order_id", flat=True))
    rows = [_due(order) for order in orders_paid_since(agency_id, since) if order.pk not in seen]
    Due.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def issue_receipt(*, actor: Actor, order_id: int, now: datetime) -> Receipt:
    """Give a paid order its receipt; a second call gives the one that is there.

    As `issue_receipts` gives many.
    """
    return issue_receipts(actor=actor, order_ids=[order_id], now=now)[order_id]


@transaction.atomic
def issue_receipts(
    *, actor: Actor, order_ids: Collection[int], now: datetime
) -> dict[int, Receipt]:
    """Give paid orders of one agency their first receipts, in one transaction, by their numbers.

    A second call gives those that are there. Only the node itself issues. Orders that were not
    paid, those paid before the agency's first series began and, where numbers run out, the last
    ones are left out. Where all would be, this raises `ReceiptNotFound`, `SeriesMissing`,
    `SeriesFull`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    debts = lock_debts(order_ids)
    if not debts:
        raise ReceiptNotFound
    known = [number for number, debt in debts.items() if debt.due.latest is not None]
    owed = [debt for debt in debts.values() if debt.due.latest is None]
    first = first_day_of(next(iter(debts.values())).due.agency_id)
    ready = [debt for debt in owed if first and civil_date(debt.due.paid_at) >= first]
    if not ready and not known:
        raise SeriesMissing
    issued = {one.order_id: one for one in _issued(ready, actor=actor, now=now)}
    there = Receipt.objects.filter(order_id__in=known, kind=Kind.ORIGINAL) if known else ()
    return issued | {one.order_id: one for one in there}


def _issued(owed: Sequence[Debt], *, actor: Actor, now: datetime) -> list[Receipt]:
    """Issue as far as there are numbers, of one debt the elder order first: it says its part."""
    payers = payers_of((debt.due.subject_kind, debt.due.subject_id) for debt in owed)
    done: list[Receipt] = []
    while owed:
        eldest = {debt.due.order.key: debt for debt in reversed(owed)}
        debts = sorted(eldest.values(), key=lambda debt: debt.due.pk)
        for debt in debts:
            if debt.others:
                yield_to(debt, paid_onto(debt.due.order), actor=actor, now=now)
        entries = [(debt, _first(debt, payers)) for debt in debts]
        try:
            receipts = enter_all(entries, actor=actor, now=now)
        except SeriesFull:
            if not done:
                raise
            return done
        done += receipts
        for debt in debts[: len(receipts)]:
            _follow_at_once(debt, actor=actor, now=now)
        owed = [debt for debt in owed if debt.due.latest is None]
    return done


def _follow_at_once(debt: Debt, *, actor: Actor, now: datetime) -> None:
    """Have the next receipt say what is left where money went back before there was a first one."""
    try:
        follow(debt, actor=actor, now=now)
    except SeriesFull:
        note_moved(order_id=debt.due.order_id)  # the sweep does it out of the next series


def _first(debt: Debt, payers: Mapping[tuple[str, int], Payer]) -> Content:
    due = debt.due
    amount = due.order.amount - debt.said_elsewhere
    return Content(
        kind=Kind.ORIGINAL,
        payer=payers.get((due.subject_kind, due.subject_id), NOBODY),
        lines=lines_of(due.order, amount, _ELSEWHERE),
        amount=amount,
    )


def sweep(*, actor: Actor, now: datetime, limit: int = 500) -> int:
    """Issue, follow and write what was left behind, as by a killed worker; give how many.

    A series that is full, or an agency without a key, keeps nobody else's receipts back.
    """
    done = 0
    for agency_id in agencies_with_series(civil_date(now)):
        # What is left of an elder payment of the same debt is said before that of a later one.
        behind = Due.objects.filter(agency=agency_id, is_behind=True, latest__isnull=False)
        done += _each_few(
            list(behind.order_by("pk").values_list("order_id", flat=True)[:limit]),
            1,
            lambda one: follow_money(actor=actor, order_id=one[0], now=now),
        )
        first = first_day_of(agency_id)
        assert first is not None
        since = datetime.combine(first, time.min, ZONE)
        owed = Due.objects.filter(agency=agency_id, latest=None, paid_at__gte=since)
        done += _each_few(
            list(owed.order_by("paid_at", "pk").values_list("order_id", flat=True)[:limit]),
            AT_ONCE,
            lambda some: issue_receipts(actor=actor, order_ids=some, now=now),
        )
    return done + _write_all(limit, now=now)


def _write_all(limit: int, *, now: datetime) -> int:
    """Write what is not written, passing over the agencies that cannot sign now."""
    done, stuck = 0, set[int]()
    while done < limit and (left := not_written(limit, stuck)):
        for agency_id, rows in groupby(sorted(left, key=_agency), key=_agency):
            numbers = [receipt_id for receipt_id, _agency_id in rows]
            written = _each_few(
                numbers, WRITTEN_AT_ONCE, lambda some: write_all_papers(receipt_ids=some, now=now)
            )
            done += written
            if written < len(numbers):
                stuck.add(agency_id)
    return done


def _agency(row: tuple[int, int]) -> int:
    return row[1]


def _each_few(numbers: Sequence[int], at_once: int, act: Callable[[Sequence[int]], object]) -> int:
    """Do something for a few of an agency at a time; what stops some stops the next. Count them."""
    for start in range(0, len(numbers), at_once):
        if not _tried(partial(act, numbers[start : start + at_once])):
            return start
    return len(numbers)


def _tried(act: Callable[[], object]) -> bool:
    try:
        act()
    except DomainError as refusal:
        log.warning("receipts.not_issued", reason=refusal.code)
        return False
    return True


def _due(order: Order) -> Due:
    assert order.paid_at is not None
    return Due(
        order=order,
        agency_id=order.agency_id,
        subject_kind=order.subject_kind,
        subject_id=order.subject_id,
        paid_at=order.paid_at,
    )
