"""Days and moments in words, in Vietnamese and English."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from motcua.kernel.calendar.rules import Sentence
from motcua.kernel.clock import ZONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

_WEEKDAYS_VI: Final = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def day_words(day: date) -> Sentence:
    """Say a date with its weekday: thứ Ba 24/11/2026, Tue 24 Nov 2026."""
    weekday = day.weekday()
    return Sentence(
        f"{_WEEKDAYS_VI[weekday]} {day:%d/%m/%Y}",
        f"{_WEEKDAYS_EN[weekday]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
    )


def moment_words(moment: datetime) -> Sentence:
    """Say an aware moment in civil time: 17:00 thứ Tư 02/12/2026, 17:00 on Wed 2 Dec 2026."""
    civil = moment.astimezone(ZONE)
    day = day_words(civil.date())
    return Sentence(f"{civil:%H:%M} {day.vi}", f"{civil:%H:%M} on {day.en}")


def days_words(days: Sequence[date]) -> Sentence:
    """Say dates in order, a run without gaps as its first and last day."""
    if len(days) > 1 and all((later - earlier).days == 1 for earlier, later in pairwise(days)):
        first, last = day_words(days[0]), day_words(days[-1])
        return Sentence(f"từ {first.vi} đến {last.vi}", f"{first.en} to {last.en}")
    words = [day_words(day) for day in days]
    return Sentence(", ".join(word.vi for word in words), ", ".join(word.en for word in words))
