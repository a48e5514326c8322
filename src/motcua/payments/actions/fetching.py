"""Statements that a provider gives by itself: each day that is over is fetched once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.payments.actions.statements import bring_statement
from motcua.payments.errors import StatementKnown
from motcua.payments.models import AccountDay

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.payments.base.statements import StatementSource
    from motcua.payments.models import StatementAccount

_MOST_DAYS = 31


def fetch_statements(*, source: StatementSource, account: StatementAccount, now: datetime) -> int:
    """Fetch the statements of days that are over and not covered yet; give how many came.

    Those that an account lacks of the last month; of a new account yesterday's alone. Asked outside
    any transaction. Raises `httpx.HTTPError`, `SignatureWrong`.
    """
    count = 0
    for day in _lacking(account, civil_date(now)):
        given = source.statement(day)
        try:
            bring_statement(
                actor=SYSTEM, account_id=account.pk, brought=given, days=(day, day), now=now
            )
            count += 1
        except StatementKnown:
            continue  # it waits for the job that reads it
    return count


def _lacking(account: StatementAccount, today: date) -> list[date]:
    yesterday = today - timedelta(days=1)
    first = max(account.since or yesterday, today - timedelta(days=_MOST_DAYS))
    covered = AccountDay.objects.filter(account=account, day__gte=first)
    held = set(covered.values_list("day", flat=True))
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    return [day for day in days if day not in held]
