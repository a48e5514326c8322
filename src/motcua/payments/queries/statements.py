"""Reads of statements: how a provider's day stands, which files came, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from motcua.kernel.errors import NotFound
from motcua.payments.enums import DifferenceKind, DifferenceState
from motcua.payments.errors import DifferenceNotFound
from motcua.payments.models import (
    AccountDay,
    Difference,
    StatementAccount,
    StatementFile,
    StatementLine,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.payments.models import Settlement

PAGE = 100


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
    held: dict[str, list[StatementAccount]] = {name: [] for name in wanted}
    for one in StatementAccount.objects.filter(provider__in=wanted).order_by("pk"):
        held[one.provider].append(one)
    return [_standing(name, held[name], day) for name in wanted]


def _standing(provider: str, accounts: list[StatementAccount], day: date) -> Standing:
    is_read = any(one.since is not None and day >= one.since for one in accounts)
    if not is_read:
        return Standing(provider, is_read=False, is_covered=False, differences=0)
    count = keeping_open([one.pk for one in accounts]).filter(day=day).count()
    is_covered = day in covered_days(accounts, day, day)
    return Standing(provider, is_read=True, is_covered=is_covered, differences=count)


def covered_days(
    accounts: Sequence[StatementAccount], since: date = date.min, until: date = date.max
) -> dict[date, int]:
    """Give the days of a provider whose statements were all read, among some, in their order.

    A day lacks none once every account that is used on it was told of. Beside each stands the
    account where a booking of that day without a line is looked for.
    """
    rows = AccountDay.objects.filter(account__in=accounts, day__range=(since, until))
    told: dict[date, set[int]] = {}
    for day, account in rows.order_by("day", "account").values_list("day", "account"):
        told.setdefault(day, set()).add(account)
    found = {}
    for day, read in told.items():
        used = {one.pk for one in accounts if one.is_used_on(day)}
        if used <= read:
            found[day] = min(used or read)
    return found


def keeping_open(account_ids: Sequence[int]) -> QuerySet[Difference]:
    """Give the differences that keep a day of some accounts open."""
    rows = Difference.objects.filter(account__in=account_ids, state=DifferenceState.OPEN)
    return rows.exclude(kind=DifferenceKind.WAITING)


def accounts() -> list[StatementAccount]:
    """Give the accounts whose statements the node reads, by provider."""
    return list(StatementAccount.objects.order_by("provider", "pk"))


def files_of(account_id: int, most: int = 60) -> list[StatementFile]:
    """Give the statements that came for an account, the latest first."""
    rows = StatementFile.objects.filter(account=account_id).select_related("file")
    return list(rows.order_by("-brought_at", "-pk")[:most])


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of an account: its lines, what came and went, what differs."""

    day: date
    lines: int
    came: int
    went: int
    open: int
    waiting: int
    opening: int | None
    closing: int | None
    follows: bool

    @property
    def is_reconciled(self) -> bool:
        """Say whether nothing of it is open."""
        return not self.open


def days_of(account_id: int, since: date, until: date) -> list[DayLine]:
    """Give the days of an account that statements told of, the latest first.

    `follows`: its opening balance is the closing one of the day before, or nothing speaks against.
    """
    covered = AccountDay.objects.filter(account=account_id)
    days = {one.day: one for one in covered.filter(day__range=(since, until))}
    sums = {
        day: (count, came, went)
        for day, count, came, went in StatementLine.objects.filter(
            account=account_id, day__range=(since, until)
        )
        .values_list("day")
        .annotate(
            count=Count("pk"),
            came=Sum("amount", filter=Q(amount__gt=0), default=0),
            went=Sum("amount", filter=Q(amount__lt=0), default=0),
        )
        .order_by()
    }
    opened = _open_by_day(account_id, since, until)
    return [
        _day_line(days[day], days.get(day - timedelta(days=1)), sums, opened)
        for day in sorted(days, reverse=True)
    ]


def _day_line(
    held: AccountDay,
    before: AccountDay | None,
    sums: dict[date, tuple[int, int, int]],
    opened: dict[tuple[date, bool], int],
) -> DayLine:
    count, came, went = sums.get(held.day, (0, 0, 0))
    known = before is not None and None not in (before.closing, held.opening)
    return DayLine(
        day=held.day,
        lines=count,
        came=came,
        went=-went,
        open=opened.get((held.day, False), 0),
        waiting=opened.get((held.day, True), 0),
        opening=held.opening,
        closing=held.closing,
        follows=not known or before is None or before.closing == held.opening,
    )


def _open_by_day(account_id: int, since: date, until: date) -> dict[tuple[date, bool], int]:
    rows = (
        Difference.objects.filter(
            account=account_id, state=DifferenceState.OPEN, day__range=(since, until)
        )
        .values_list("day", "kind")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[tuple[date, bool], int] = {}
    for day, kind, count in rows:
        key = (day, kind == DifferenceKind.WAITING)
        found[key] = found.get(key, 0) + count
    return found


def standings(since: date, until: date) -> dict[tuple[str, date], bool]:
    """Say by provider and day whether it is reconciled, where the node reads its statements."""
    held: dict[str, list[StatementAccount]] = {}
    for account in accounts():
        held.setdefault(account.provider, []).append(account)
    found: dict[tuple[str, date], bool] = {}
    for provider, own in held.items():
        read = [one.since for one in own if one.since is not None]
        if not read:
            continue
        covered = covered_days(own, since, until)
        opened = {
            day for one in own for day, waits in _open_by_day(one.pk, since, until) if not waits
        }
        first = max(since, min(read))
        for number in range((until - first).days + 1):
            day = first + timedelta(days=number)
            found[provider, day] = day in covered and day not in opened
    return found


def account_numbered(account_id: int) -> StatementAccount:
    """Give an account whose statements the node reads. Raises `NotFound`."""
    found = StatementAccount.objects.filter(pk=account_id).first()
    if found is None:
        raise NotFound
    return found


def lines_of(account_id: int, day: date, page: int) -> tuple[list[StatementLine], int]:
    """Give a page of a day's lines, and the number of the following one; 0 where there is none."""
    rows = StatementLine.objects.filter(account=account_id, day=day).order_by("pk")
    first = (page - 1) * PAGE
    found = list(rows.select_related("booking__order")[first : first + PAGE + 1])
    return found[:PAGE], page + 1 if len(found) > PAGE else 0


def lines_for_file(account_id: int, day: date) -> Iterator[StatementLine]:
    """Give a day's lines, for a file."""
    rows = StatementLine.objects.filter(account=account_id, day=day).order_by("pk")
    return rows.select_related("booking").iterator(2000)


def differences_of(account_id: int, day: date | None = None, most: int = 300) -> list[Difference]:
    """Give what is open of an account, or all there ever was of a day, the oldest first."""
    rows = Difference.objects.filter(account=account_id)
    held = rows.filter(state=DifferenceState.OPEN) if day is None else rows.filter(day=day)
    return list(held.select_related("line", "booking__order").order_by("day", "pk")[:most])


def difference_by_id(public_id: UUID) -> Difference:
    """Give a difference. Raises `DifferenceNotFound`."""
    rows = Difference.objects.select_related("account", "line__file", "booking__order")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise DifferenceNotFound
    return found


def proposals_for(difference: Difference) -> list[Settlement]:
    """Give what was proposed for a difference, the latest first."""
    return list(difference.settlements.order_by("-pk"))


def file_by_id(public_id: UUID) -> StatementFile:
    """Give a statement that came. Raises `NotFound`."""
    found = StatementFile.objects.select_related("account", "file__blob").filter(
        public_id=public_id
    )
    file = found.first()
    if file is None:
        raise NotFound
    return file
