"""What a figure of the leader's page counts, as an address says it and as lists are made by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.enums import Due, Waits
from motcua.insight.base import period_from
from motcua.insight.enums import Happening

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise as StrPromise

NOBODY = "none"
OPEN = "open"
HANDED_LATE = "handed-late"
FOUR_WEEKS = 28
RECENT, BEFORE, YEAR_BEFORE = "4w", "4w-before", "4w-year-before"
_BACK = {RECENT: 0, BEFORE: FOUR_WEEKS, YEAR_BEFORE: 52 * 7}

FIGURES: dict[str, StrPromise] = {
    Happening.RECEIVED: _("Đã nhận"),
    Happening.ACCEPTED: _("Đã tiếp nhận"),
    Happening.SETTLED: _("Đã giải quyết"),
    Happening.ON_TIME: _("Giải quyết đúng hạn"),
    Happening.LATE: _("Giải quyết quá hạn"),
    Happening.ENDED: _("Từ chối, rút hoặc dừng"),
    HANDED_LATE: _("Chuyển xử lý chậm"),
    OPEN: _("Đang mở"),
    Due.LATE: _("Đang quá hạn"),
    Due.SOON: _("Sắp quá hạn trong ba ngày làm việc"),
    Waits.OFFICIAL: _("Chờ cán bộ"),
    Waits.AGENCY: _("Chờ cơ quan khác"),
    Waits.CITIZEN: _("Chờ người nộp bổ sung"),
    Waits.PAYMENT: _("Chờ người nộp trả tiền"),
    Waits.COLLECTION: _("Chờ người nộp nhận kết quả"),
}
"""Every figure by its code, and what it is called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure: what it counts, of which period, narrowed to a unit, person or procedure.

    Attributes:
        period: code of a period, or of four weeks; of no meaning for what is open now.
        unit, official: public id, `none`, or empty for all.
        procedure: code, or empty for all.

    """

    figure: str = OPEN
    period: str = ""
    unit: str = ""
    official: str = ""
    procedure: str = ""

    @property
    def is_open_now(self) -> bool:
        """Say whether it counts what is open now, rather than what happened."""
        return self.figure not in {*Happening, HANDED_LATE}

    def href(self, after: str = "") -> str:
        """Give the address of the dossiers behind the figure."""
        names = ("figure", "period", "unit", "official", "procedure")
        pairs = {name: getattr(self, name) for name in names if getattr(self, name)}
        if self.is_open_now:
            pairs.pop("period", None)
        if after:
            pairs["after"] = after
        return f"{reverse('desk:leading-dossiers')}?{urlencode(pairs)}"

    def of(self, figure: str) -> Asked:
        """Give another figure of the same."""
        return replace(self, figure=figure)


def asked_from(pairs: Mapping[str, str]) -> Asked:
    """Read a figure from an address; what is not known is as if it were not there."""
    figure = pairs.get("figure", OPEN)
    return Asked(
        figure=figure if figure in FIGURES else OPEN,
        period=pairs.get("period", "")[:20],
        unit=pairs.get("unit", "")[:36],
        official=pairs.get("official", "")[:36],
        procedure=pairs.get("procedure", "")[:30].replace("\0", ""),
    )


def days_of(code: str, today: date) -> tuple[date, date]:
    """Give the first day of a period, and the first one behind it."""
    if code in _BACK:
        last = today - timedelta(days=_BACK[code])
        return last - timedelta(days=FOUR_WEEKS - 1), last + timedelta(days=1)
    period = period_from(code, today)
    return period.begins, period.ends
