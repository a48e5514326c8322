"""Issuing the first receipt of a paid order: owed with the event, issued in its own transaction."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.payments.queries.kept import orders_paid_since
from motcua.receipts.actions.entering import (
    Content,
    enter,
    lines_of,
    lock_due,
    said_elsewhere,
)
from motcua.receipts.actions.following import follow, follow_money
from motcua.receipts.actions.writing import write_papers
from motcua.receipts.base import payer_of
from motcua.receipts.enums import Kind
from motcua.receipts.errors import ReceiptNotFound, SeriesMissing
from motcua.receipts.models import Due, Receipt
from motcua.receipts.queries import agencies_with_series, first_day_of, not_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

log = structlog.get_logger(__name__)

_ELSEWHERE = ("elsewhere", "Đã có biên lai khác")


def owe_receipt(
    *, order_id: int, agency_id: int, subject: tuple[str, int], paid_at: datetime
) -> None:
    """Note that a paid order is owed a receipt, once; `subject` is what was paid for."""
    kind, number = subject
    row = Due(
        order_id=order_id,
        agency_id=agency_id,
        subject_kind=kind,
        subject_id=number,
        paid_at=paid_at,
    )
    Due.objects.bulk_create([row], ignore_conflicts=True)


def note_moved(*, order_id: int) -> None:
    """Note that money of an order went back or came again: its last receipt may say too much."""
    Due.objects.filter(order_id=order_id).update(is_behind=True)


def owe_lost(*, agency_id: int, since: datetime) -> None:
    """Note what an agency was paid since a moment and nobody noted, as before it had a series."""
    known = Due.objects.filter(agency=agency_id, paid_at__gte=since)
    seen = set(known.values_list("order_id", flat=True))
    rows = [_due(order) for order in orders_paid_since(agency_id, since) if order.pk not in seen]
    Due.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def issue_receipt(*, actor: Actor, order_id: int, now: datetime) -> Receipt:
    """Give a paid order its receipt; a second call gives the one that is there.

    Only the node itself issues. What was paid before the agency's first series began gets none.
    Raises `ReceiptNotFound` where the order was not paid, `SeriesMissing`, `SeriesFull`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    found = lock_due(order_id)
    if found is None:
        raise ReceiptNotFound
    if found.latest is not None:
        return Receipt.objects.get(order_id=order_id, kind=Kind.ORIGINAL)
    first = first_day_of(found.agency_id)
    if first is None or civil_date(found.paid_at) < first:
        raise SeriesMissing
    amount = found.order.amount - said_elsewhere(found)
    content = Content(
        kind=Kind.ORIGINAL,
        payer=payer_of(found.subject_kind, found.subject_id),
        lines=lines_of(found.order, amount, _ELSEWHERE),
        amount=amount,
    )
    receipt = enter(found, content, actor=actor, now=now)
    # Money may have gone back before there was a receipt.
    follow(found, actor=actor, now=now)
    return receipt


def sweep(*, actor: Actor, now: datetime, limit: int = 500) -> int:
    """Issue, follow and write what was left behind, as by a killed worker; give how many.

    A series that is full, or an agency without a key, keeps nobody else's receipts back.
    """
    done = 0
    for agency_id in agencies_with_series(civil_date(now)):
        # What is left of an elder payment of the same debt is said before that of a later one.
        behind = Due.objects.filter(agency=agency_id, is_behind=True, latest__isnull=False)
        done += _each(behind.order_by("pk")[:limit], partial(follow_money, actor=actor, now=now))
        first = first_day_of(agency_id)
        assert first is not None
        since = datetime.combine(first, time.min, ZONE)
        owed = Due.objects.filter(agency=agency_id, latest=None, paid_at__gte=since)
        done += _each(
            owed.order_by("paid_at")[:limit], partial(issue_receipt, actor=actor, now=now)
        )
    return done + _write_all(limit, now=now)


def _write_all(limit: int, *, now: datetime) -> int:
    """Write what is not written, passing over the agencies that cannot sign now."""
    done, stuck = 0, set[int]()
    while done < limit and (left := not_written(limit, stuck)):
        for receipt_id, agency_id in left:
            if agency_id in stuck:
                continue
            if _tried(partial(write_papers, receipt_id=receipt_id, now=now)):
                done += 1
            else:
                stuck.add(agency_id)
    return done


def _each(owed: Iterable[Due], act: Callable[..., object]) -> int:
    done = 0
    for due in owed:
        if not _tried(partial(act, order_id=due.order_id)):
            break  # what stops one of an agency stops the next
        done += 1
    return done


def _tried(act: Callable[[], object]) -> int:
    try:
        act()
    except DomainError as refusal:
        log.warning("receipts.not_issued", reason=refusal.code)
        return 0
    return 1


def _due(order: Order) -> Due:
    assert order.paid_at is not None
    return Due(
        order=order,
        agency_id=order.agency_id,
        subject_kind=order.subject_kind,
        subject_id=order.subject_id,
        paid_at=order.paid_at,
    )
