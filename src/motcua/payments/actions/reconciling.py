"""Comparing a statement with the ledger: what fits is matched, what does not is a difference."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Min, Q

from motcua.agencies.queries.humans import is_second_person
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.actions.comparing import Asked, compare
from motcua.payments.actions.receiving import hear
from motcua.payments.base import EventKind, Word
from motcua.payments.enums import DifferenceKind as Kind, DifferenceState, LineKind
from motcua.payments.errors import DifferenceGone, DifferenceNotFound, OwnStatement, RemedyUnfit
from motcua.payments.models import Difference, StatementAccount, StatementLine
from motcua.payments.queries.statements import covered_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

_WORDS: dict[LineKind, EventKind] = {
    LineKind.REFUND: "refunded",
    LineKind.CHARGEBACK: "charged_back",
}


@transaction.atomic
def reconcile(*, provider: str, now: datetime) -> int:
    """Compare what is open of a provider's accounts with the ledger; give how much still differs.

    What fits stays matched. A difference that is there no more has resolved by itself. A second
    call changes nothing.
    """
    accounts = lock_accounts(provider)
    read = [one for one in accounts if one.since is not None]
    if not read:
        return 0
    since = min(one.since for one in read if one.since is not None)
    opened = min(one.open_since or since for one in read)
    covered = covered_days(accounts)
    asked = Asked(
        provider=provider,
        accounts=[one.pk for one in accounts],
        since=opened,
        within=max(one.carry_days for one in accounts),
        days=covered,
    )
    compare(asked, now=now)
    return _move_on(accounts, since, covered)


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
    reconcile(provider=difference.account.provider, now=now)
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
    found = Difference.objects.filter(public_id=public_id).select_related("account").first()
    if found is None:
        raise DifferenceNotFound
    lock_accounts(found.account.provider)
    held = Difference.objects.select_related("account", "line", "booking").get(pk=found.pk)
    if held.state != DifferenceState.OPEN:
        raise DifferenceGone
    return held


def lock_accounts(provider: str) -> list[StatementAccount]:
    """Lock the accounts of a provider, which are compared together, and give them."""
    rows = StatementAccount.objects.select_for_update().filter(provider=provider)
    return list(rows.order_by("pk"))


def _move_on(accounts: list[StatementAccount], since: date, covered: Mapping[date, int]) -> int:
    """Say from which day on something may still be open; give how many differences are."""
    opened = Difference.objects.filter(account__in=accounts, state=DifferenceState.OPEN)
    told = opened.aggregate(
        count=Count("pk"),
        booked=Min("booking__booked_at"),
        said=Min("day", filter=Q(booking=None)),
    )
    day = since
    while day in covered:
        day += timedelta(days=1)
    booked = civil_date(told["booked"]) if told["booked"] else day
    first = min(day, booked, told["said"] or day)
    StatementAccount.objects.filter(
        pk__in=[one.pk for one in accounts], since__isnull=False
    ).update(open_since=first)
    return int(told["count"])
