"""What the working-time engine refuses."""

from __future__ import annotations

from typing import ClassVar

from motcua.kernel.errors import DomainError


class CalendarError(DomainError):
    """Time cannot be counted. details['english'] says it in English."""

    code = "calendar.refused"
    status = 422
    message = "Không tính được thời hạn."
    english: ClassVar[str] = "The time limit cannot be counted."

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message, **({"english": self.english} | details))


class MomentNaive(CalendarError):
    """A moment came without its time zone."""

    code = "calendar.moment_naive"
    message = "Thời điểm phải kèm múi giờ."
    english = "A moment must carry its time zone."


class LimitInvalid(CalendarError):
    """A time limit that no law could set."""

    code = "calendar.limit_invalid"
    message = "Thời hạn phải là số nguyên dương; riêng “trong ngày” có số lượng bằng 0."
    english = "A time limit is a positive whole number; for the same day it is 0."


class CountInvalid(CalendarError):
    """A number of working days, or an amount of working time, that cannot be counted forward."""

    code = "calendar.count_invalid"
    message = "Số ngày làm việc phải từ 1 trở lên; thời gian làm việc không được âm."
    english = "Count at least one working day, and no negative working time."


class PauseInvalid(CalendarError):
    """A pause that does not end after it begins."""

    code = "calendar.pause_invalid"
    message = "Khoảng tạm dừng phải kết thúc sau khi bắt đầu."
    english = "A pause must end after it begins."


class CalendarEmpty(CalendarError):
    """A calendar without working hours."""

    code = "calendar.empty"
    message = "Lịch làm việc chưa có giờ làm việc nào."
    english = "The calendar has no working hours."


class CalendarInvalid(CalendarError):
    """Working hours that contradict themselves."""

    code = "calendar.invalid"
    message = (
        "Giờ làm việc không hợp lệ: giờ đóng cửa phải sau giờ mở cửa, các ca không chồng nhau."
    )
    english = "Working hours must close after they open, and shifts must not overlap."


class OutOfReach(CalendarError):
    """No working time within the years the engine counts."""

    code = "calendar.out_of_reach"
    message = "Thời hạn vượt quá phạm vi tính của lịch làm việc."
    english = "The time limit runs past what the calendar can count."


class RuleMissing(CalendarError):
    """No version of a rule was in force on the day of receipt; details['rule'] names it."""

    code = "calendar.rule_missing"
    message = "Chưa có quy tắc tính thời hạn nào có hiệu lực vào ngày tiếp nhận."
    english = "No rule for counting this was in force on the day of receipt."
