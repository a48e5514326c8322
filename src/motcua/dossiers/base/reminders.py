"""What officials are reminded of, and in which words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping


class Reminder(StrEnum):
    """What somebody is reminded of, once for each clock of a dossier."""

    HALF = "half"
    LAST_DAY = "last-day"
    LATE = "late"
    APOLOGY = "apology"
    UNCLAIMED = "unclaimed"
    PAPERS = "papers"
    PAYMENT = "payment"


TEXTS: Final[Mapping[Reminder, str]] = {
    Reminder.HALF: gettext_noop("Hồ sơ %(code)s đã qua nửa thời hạn; hẹn trả %(due)s."),
    Reminder.LAST_DAY: gettext_noop("Hồ sơ %(code)s đến hạn hôm nay: hẹn trả %(due)s."),
    Reminder.LATE: gettext_noop("Hồ sơ %(code)s đã quá hạn trả %(due)s."),
    Reminder.APOLOGY: gettext_noop(
        "Hồ sơ %(code)s hẹn trả %(due)s. Nếu không kịp, anh/chị cần xin lỗi và hẹn lại trước "
        "ngày đó ít nhất một ngày làm việc."
    ),
}
"""What stands in an official's inbox; results that nobody fetches are told to the applicant."""

MANY: Final[Mapping[Reminder, str]] = {
    Reminder.HALF: gettext_noop(
        "%(count)s hồ sơ đã qua nửa thời hạn; hồ sơ gấp nhất hẹn trả %(due)s."
    ),
    Reminder.LAST_DAY: gettext_noop(
        "%(count)s hồ sơ đến hạn hôm nay; hồ sơ gấp nhất hẹn trả %(due)s."
    ),
    Reminder.LATE: gettext_noop("%(count)s hồ sơ đã quá hạn trả; hồ sơ lâu nhất hẹn trả %(due)s."),
    Reminder.APOLOGY: gettext_noop(
        "%(count)s hồ sơ sắp hết hạn, gấp nhất hẹn trả %(due)s. Hồ sơ nào không kịp, anh/chị cần "
        "xin lỗi và hẹn lại trước ngày hẹn ít nhất một ngày làm việc."
    ),
}
"""The same of many dossiers at once, in one notice that leads to the queue where they stand."""

QUEUES: Final[Mapping[Reminder, str]] = {
    Reminder.HALF: "unit",
    Reminder.LAST_DAY: "unit",
    Reminder.LATE: "late",
    Reminder.APOLOGY: "unit",
}
"""The queue of the desk in which many dossiers that fell due are found; every official has both."""
