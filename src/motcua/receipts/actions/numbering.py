"""The next numbers of a series: taken under the lock of its counter, so that none is skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from motcua.agencies.enums import Role
from motcua.agencies.queries.colleagues import holding_in
from motcua.kernel.clock import civil_date
from motcua.notifications.actions.noticing import Told, tell_officials
from motcua.receipts.base import rule_on
from motcua.receipts.errors import SeriesFull
from motcua.receipts.models import Counter

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.receipts.base import Rule
    from motcua.receipts.models import Series

# Accountants are told when so many hundredths of a series' numbers are used.
_WARN_AT = (90, 99)
_TOLD = (Role.ACCOUNTANT, Role.ADMINISTRATOR)
_FEW_LEFT = gettext_noop(
    "Dãy biên lai %(symbol)s đã dùng %(share)s %% số. Quản trị viên cần mở dãy mới."
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that were taken, `count` of them from `first` on: of which year, when, which rule."""

    rule: Rule
    year: int
    first: int
    count: int
    at: datetime


def take_numbers(series: Series, wanted: int, *, now: datetime) -> Numbers:
    """Take the next numbers of a series, in the caller's transaction: undone with it.

    Fewer than wanted where fewer are left. Whoever comes later waits until this transaction ends.
    Later numbers never bear earlier times. Raises `SeriesFull`, `RuleMissing`.
    """
    day = civil_date(now)
    rule = rule_on(day)
    year = rule.counted_in(day)
    counter = _locked(series, year)
    count = min(wanted, rule.last_number - counter.last)
    if count <= 0:
        raise SeriesFull(series=rule.symbol(series.letters, day))
    first = counter.last + 1
    counter.last += count
    # Two workers' clocks, or two that waited, may differ by a little.
    counter.last_at = max(now, counter.last_at or now)
    counter.save(update_fields=["last", "last_at"])
    _warn(series, rule, counter, count, now=now)
    return Numbers(rule, year, first, count, counter.last_at)


def _locked(series: Series, year: int) -> Counter:
    held = Counter.objects.select_for_update().filter(series=series, year=year)
    counter = held.first()
    if counter is None:
        Counter.objects.get_or_create(series=series, year=year)
        counter = held.get()
    return counter


def _warn(series: Series, rule: Rule, counter: Counter, count: int, *, now: datetime) -> None:
    """Tell the agency's accountants and administrators that few numbers are left, once a mark."""
    before = counter.last - count
    passed = [mark for mark in _WARN_AT if before < rule.last_number * mark // 100 <= counter.last]
    share = max(passed, default=0)
    if not share:
        return
    day = civil_date(now)
    data: dict[str, str | int] = {"symbol": rule.symbol(series.letters, day), "share": share}
    key = f"receipts.few_left:{counter.pk}:{share}"
    told = [
        Told(official, key, str(series.pk), data)
        for official in sorted(holding_in(_TOLD, series.agency_id, day))
    ]
    tell_officials(told, kind="receipts.few_left", subject_kind="series", text=_FEW_LEFT, now=now)
