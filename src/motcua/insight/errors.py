"""Refusals of the insight room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class ReportNotFound(NotFound):
    """There is no such report of yours, or its day is over."""

    code = "insight.report_not_found"


class PeriodOdd(DomainError):
    """The last day lies before the first, or more than a year after it."""

    code = "insight.period_odd"
    status = 422
    message = _("Ngày cuối phải sau ngày đầu và không quá một năm.")


class TooMuchForPaper(DomainError):
    """So many lines are no paper."""

    code = "insight.too_much_for_paper"
    status = 422
    message = _("Bản in chỉ nhận đến 3.000 dòng. Anh/chị chọn bảng tính, hoặc thời gian ngắn hơn.")
