"""Comparing a statement with the ledger: what fits is matched, what does not is a difference."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q, Sum

from motcua.agencies.queries.humans import is_second_person
from motcua.kernel import audit
from motcua.kernel.clock import ZONE, civil_date
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.actions.matching import order_named
from motcua.payments.actions.receiving import hear
from motcua.payments.base import EventKind, Word
from motcua.payments.base.matching import Booked, Found, Said, match
from motcua.payments.enums import (
    AccountKind,
    DifferenceKind as Kind,
    DifferenceState,
    LineKind,
    LineState,
)
from motcua.payments.errors import (
    DifferenceGone,
    DifferenceNotFound,
    OwnStatement,
    RemedyUnfit,
)
from motcua.payments.models import (
    AccountDay,
    Difference,
    LedgerTransaction,
    StatementAccount,
    StatementLine,
)
from motcua.payments.queries.unclear import ADJUSTED, ANEW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from motcua.kernel.actors import Actor

_REFERENCE = re.compile(r"(?:MC|RF)[2-9A-HJ-NP-Z]{10}")
_UNDONE = {LineKind.REFUND, LineKind.CHARGEBACK, LineKind.REVERSAL}
_WORDS: dict[LineKind, EventKind] = {
    LineKind.REFUND: "refunded",
    LineKind.CHARGEBACK: "charged_back",
}
_MANY = 2000
_MATCH = """UPDATE payments_statementline AS line SET booking_id = pair.booking, state = %s
  FROM unnest(%s::bigint[], %s::bigint[]) AS pair (line, booking) WHERE line.id = pair.line"""

Of = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Differs:
    """A difference as it is found: of which line and booking, of what kind, on which day."""

    kind: Kind
    day: date
    amount: int


@transaction.atomic
def reconcile(*, account_id: int, now: datetime) -> int:
    """Compare what is open of an account with the ledger; give how many differences are open.

    What fits stays matched. A difference that is there no more has resolved by itself. A second
    call changes nothing.
    """
    account = StatementAccount.objects.select_for_update().get(pk=account_id)
    if account.since is None:
        return 0
    lines = _open_lines(account)
    bookings = _bookings(account, lines.values())
    found = match(_said(lines.values()), bookings.values(), account.carry_days)
    _keep_matches(found)
    covered = set(AccountDay.objects.filter(account=account).values_list("day", flat=True))
    _keep_differences(account, _differing(account, found, lines, bookings, covered), now)
    return _move_on(account, covered)


@transaction.atomic
def take_in(*, actor: Actor, difference_id: UUID, now: datetime) -> Difference:
    """Take in what only the statement tells of, as if the provider's word had come.

    Its number is the money's identity, so that a word that comes late doubles nothing. A file that
    somebody brought by hand proves nothing to himself. Raises `NotAllowed`, `DifferenceNotFound`,
    `DifferenceGone`, `OwnStatement`, and `RemedyUnfit` where the statement does not say enough.
    """
    difference = lock_difference(difference_id)
    require_statement_keeper(actor, now)
    line = difference.line
    if line is None or not may_be_taken_in(difference):
        raise RemedyUnfit
    if not is_from_elsewhere(difference, actor.official_id):
        raise OwnStatement
    told = {"transaction": line.transaction, "content": line.content, "statement": str(line.day)}
    body = json.dumps(told, ensure_ascii=False).encode()
    hear(provider=difference.account.provider, word=_word(line), body=body, now=now)
    audit.record(
        actor=actor,
        action="payments.take_in_line",
        subject=("difference", str(difference.public_id)),
        agency_id=audit.NODE,
        now=now,
        data={"amount": line.amount},
    )
    reconcile(account_id=difference.account_id, now=now)
    difference.refresh_from_db()
    return difference


def may_be_taken_in(difference: Difference) -> bool:
    """Say whether a line tells all that the provider's word would have told."""
    line = difference.line
    if line is None or not line.transaction:
        return False
    if difference.kind == Kind.RETURNED:
        return bool(line.original) and line.kind in _WORDS and line.amount < 0
    return difference.kind == Kind.SAID and line.amount > 0


def is_from_elsewhere(difference: Difference, official_id: int | None) -> bool:
    """Say whether the line of a difference is of a file that the official did not bring himself."""
    line = difference.line
    brought_by = line.file.brought_by if line is not None else None
    return brought_by is None or is_second_person(official_id, brought_by)


def _word(line: StatementLine) -> Word:
    kind: EventKind = _WORDS.get(LineKind(line.kind), "received")
    came = kind == "received"
    return Word(
        event_id=f"statement:{line.transaction}",
        kind=kind,
        name="statement.line",
        reference=f"{line.reference} {line.content}" if came else line.reference,
        amount=abs(line.amount),
        transaction=line.transaction,
        original=line.original,
    )


def lock_difference(public_id: UUID) -> Difference:
    """Lock the account of an open difference and give it.

    Raises `DifferenceNotFound`, `DifferenceGone`.
    """
    found = Difference.objects.filter(public_id=public_id).first()
    if found is None:
        raise DifferenceNotFound
    StatementAccount.objects.select_for_update().get(pk=found.account_id)
    held = Difference.objects.select_related("account", "line", "booking").get(pk=found.pk)
    if held.state != DifferenceState.OPEN:
        raise DifferenceGone
    return held


def _open_lines(account: StatementAccount) -> dict[int, StatementLine]:
    """Give the lines that nothing fits yet; what payers wrote only of those it may tell apart."""
    rows = StatementLine.objects.filter(account=account, state=LineState.OPEN).order_by("pk")
    numbered = rows.exclude(transaction="").defer("content")
    found = {row.pk: row for row in numbered.iterator(_MANY)}
    return found | {row.pk: row for row in rows.filter(transaction="").iterator(_MANY)}


def _said(lines: Iterable[StatementLine]) -> list[Said]:
    return [Said(row.pk, row.day, row.transaction, _named(row), row.amount) for row in lines]


def _named(line: StatementLine) -> frozenset[str]:
    """Give the orders and refunds that a line without a number names; others need none."""
    if line.transaction:
        return frozenset()
    words = f"{line.reference} {line.content}"
    found = _REFERENCE.findall(words.upper())
    order = None if found else order_named(words, abs(line.amount))
    return frozenset([*found, *([order.reference] if order else [])])


def _bookings(account: StatementAccount, lines: Iterable[StatementLine]) -> dict[int, Booked]:
    """Give what the ledger has since the account is open, and whatever the lines name, by id."""
    assert account.open_since is not None
    start = datetime.combine(account.open_since, time.min, ZONE)
    prefix = f"{account.provider}:"
    keys = [f"{prefix}{line.transaction}" for line in lines if line.transaction]
    rows = dict(_booked(account, Q(booked_at__gte=start)))
    for first in range(0, len(keys), _MANY):
        part = keys[first : first + _MANY]
        rows |= _booked(account, Q(key__in=[*part, *(key + ANEW for key in part)]))
    taken = _taken(rows)
    return _as_one(rows, taken, prefix)


Row = tuple[str, datetime, int, str | None]


def _booked(account: StatementAccount, which: Q) -> dict[int, Row]:
    """Give key, moment, đồng and order of bookings that moved the provider's money, by id."""
    rows = (
        LedgerTransaction.objects.filter(
            which,
            entries__account__kind=AccountKind.CLEARING,
            entries__account__provider=account.provider,
        )
        .exclude(key__startswith=f"{account.provider}:{ADJUSTED}")
        .annotate(moved=Sum("entries__amount"))
        .values_list("pk", "key", "booked_at", "moved", "order__reference")
    )
    return {
        pk: (key, at, moved, reference) for pk, key, at, moved, reference in rows.iterator(_MANY)
    }


def _taken(rows: dict[int, Row]) -> set[int]:
    """Give those of some bookings that a line fits already, or that two people settled."""
    found: set[int] = set()
    numbers = list(rows)
    for first in range(0, len(numbers), _MANY):
        part = numbers[first : first + _MANY]
        matched = StatementLine.objects.filter(booking__in=part, state=LineState.MATCHED)
        settled = Difference.objects.filter(booking__in=part, state=DifferenceState.SETTLED)
        found.update(matched.values_list("booking_id", flat=True))
        found.update(settled.values_list("booking_id", flat=True))
    return found


def _as_one(rows: dict[int, Row], taken: set[int], prefix: str) -> dict[int, Booked]:
    """Count a booking together with the one that put it right; both have one number."""
    by_key: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for number, row in rows.items():
        by_key[row[0].removesuffix(ANEW)].append((number, row))
    found: dict[int, Booked] = {}
    for key, group in by_key.items():
        group.sort()
        first, (_key, at, _moved, _order) = group[0]
        amount = sum(row[2] for _one, row in group)
        if amount:
            orders = frozenset(row[3] for _one, row in group if row[3])
            is_taken = any(one in taken for one, _row in group)
            found[first] = Booked(
                first, civil_date(at), key.removeprefix(prefix), orders, amount, is_taken
            )
    return found


def _keep_matches(found: Found) -> None:
    """Write down which line is which booking: in one statement, since a day may have 100,000."""
    pairs = sorted(found.matched)
    lines, bookings = [line for line, _ in pairs], [booking for _, booking in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_MATCH, (str(LineState.MATCHED), lines, bookings))


def _differing(
    account: StatementAccount,
    found: Found,
    lines: dict[int, StatementLine],
    bookings: dict[int, Booked],
    covered: set[date],
) -> dict[Of, Differs]:
    """Give every difference that there is now, by its line and booking."""
    differing: dict[Of, Differs] = {}
    for line_id, booking_id in found.other_amount:
        line = lines[line_id]
        by = line.amount - bookings[booking_id].amount
        differing[line_id, booking_id] = Differs(Kind.AMOUNT, line.day, by)
    for line_id in found.twice:
        line = lines[line_id]
        differing[line_id, None] = Differs(Kind.TWICE, line.day, line.amount)
    for line_id in found.only_said:
        line = lines[line_id]
        differing[line_id, None] = Differs(_kind(line), line.day, line.amount)
    for booking_id in found.only_booked:
        booking = bookings[booking_id]
        if booking.day in covered:
            differing[None, booking_id] = _lacking(booking, account.carry_days, covered)
    return differing


def _kind(line: StatementLine) -> Kind:
    if line.kind == LineKind.FEE:
        return Kind.FEE
    return Kind.RETURNED if line.kind in _UNDONE else Kind.SAID


def _lacking(booking: Booked, carry_days: int, covered: set[date]) -> Differs:
    """Say of a booking without a line whether it may still have one on a day that follows."""
    days = [booking.day + timedelta(days=number) for number in range(carry_days + 1)]
    is_over = all(day in covered for day in days)
    kind, day = (Kind.BOOKED, days[-1]) if is_over else (Kind.WAITING, booking.day)
    return Differs(kind, day, -booking.amount)


def _keep_differences(
    account: StatementAccount, differing: dict[Of, Differs], now: datetime
) -> None:
    """Keep what is there still, end what has resolved, write down what is new."""
    kept = Difference.objects.filter(account=account, state=DifferenceState.OPEN)
    changed, new = [], dict(differing)
    for row in kept.order_by("pk"):
        differs = new.pop((row.line_id, row.booking_id), None)
        if differs is None:
            row.state, row.ended_at = DifferenceState.GONE, now
        elif (row.kind, row.day, row.amount) != (differs.kind, differs.day, differs.amount):
            row.kind, row.day, row.amount = differs.kind, differs.day, differs.amount
        else:
            continue
        changed.append(row)
    fields = ["state", "ended_at", "kind", "day", "amount"]
    Difference.objects.bulk_update(changed, fields, batch_size=_MANY)
    Difference.objects.bulk_create(
        (
            Difference(
                account=account,
                line_id=line,
                booking_id=booking,
                kind=differs.kind,
                day=differs.day,
                amount=differs.amount,
                found_at=now,
            )
            for (line, booking), differs in sorted(new.items(), key=_in_order)
        ),
        batch_size=_MANY,
    )


def _in_order(item: tuple[Of, Differs]) -> tuple[date, int, int]:
    (line, booking), differs = item
    return differs.day, line or 0, booking or 0


def _move_on(account: StatementAccount, covered: set[date]) -> int:
    """Say from which day on something may still be open; give how many differences are."""
    opened = Difference.objects.filter(account=account, state=DifferenceState.OPEN)
    days = [
        civil_date(row.booking.booked_at) if row.booking else row.day
        for row in opened.select_related("booking")
    ]
    day = account.since
    assert day is not None
    while day in covered:
        day += timedelta(days=1)
    account.open_since = min([day, *days])
    account.save(update_fields=["open_since"])
    return len(days)
