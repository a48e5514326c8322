"""Reads of statements: how a provider's day stands, which files came, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.payments.enums import DifferenceKind, DifferenceState
from motcua.payments.models import AccountDay, Difference, StatementAccount, StatementFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Standing:
    """How a provider's day stands: `is_read`, the node reads its statements from a day before on.

    `is_covered`: one of the day was read. `differences` are open, but for those that may resolve
    with the next day's.
    """

    provider: str
    is_read: bool
    is_covered: bool
    differences: int

    @property
    def lets_close(self) -> bool:
        """Say whether nothing of it stands against closing the day."""
        return not self.is_read or (self.is_covered and not self.differences)


def standing_of(providers: Iterable[str], day: date) -> list[Standing]:
    """Give how the day of some providers stands, by name."""
    wanted = sorted(set(providers))
    accounts = {one.provider: one for one in StatementAccount.objects.filter(provider__in=wanted)}
    return [_standing(name, accounts.get(name), day) for name in wanted]


def _standing(provider: str, account: StatementAccount | None, day: date) -> Standing:
    if account is None or account.since is None or day < account.since:
        return Standing(provider, is_read=False, is_covered=False, differences=0)
    is_covered = AccountDay.objects.filter(account=account, day=day).exists()
    count = keeping_open(account.pk).filter(day=day).count()
    return Standing(provider, is_read=True, is_covered=is_covered, differences=count)


def keeping_open(account_id: int) -> QuerySet[Difference]:
    """Give the differences that keep a day of an account open."""
    rows = Difference.objects.filter(account=account_id, state=DifferenceState.OPEN)
    return rows.exclude(kind=DifferenceKind.WAITING)


def accounts() -> list[StatementAccount]:
    """Give the accounts whose statements the node reads, by provider."""
    return list(StatementAccount.objects.order_by("provider"))


def files_of(account_id: int, most: int = 60) -> list[StatementFile]:
    """Give the statements that came for an account, the latest first."""
    rows = StatementFile.objects.filter(account=account_id).select_related("file")
    return list(rows.order_by("-brought_at", "-pk")[:most])
