"""What is asked about the words of a message."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.kernel.clock import ZONE
from motcua.notifications.base.linting import LONGEST_SUBJECT, LONGEST_TEXT
from motcua.notifications.enums import Medium
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from typing import Any

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)?")


class WordingForm(DrawnForm):
    """A text for one medium; an e-mail has a subject."""

    subject = forms.CharField(label=_("Tiêu đề thư"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Chỗ điền viết như {{ code }}; danh sách chỗ điền ở cuối trang."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    reason = forms.CharField(
        label=_("Vì sao đổi"),
        help_text=_("Người duyệt và người sau đọc dòng này."),
        max_length=300,
    )

    def __init__(self, *args: Any, medium: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if medium != Medium.EMAIL:
            del self.fields["subject"]


class PublishForm(DrawnForm):
    """From which moment a text holds; at once where nothing is said."""

    day = DayField(label=_("Áp dụng từ ngày"), required=False)
    hour = forms.CharField(
        label=_("Từ giờ"),
        help_text=_("Ví dụ: 07:30. Để trống là từ 0 giờ; để trống cả ngày là áp dụng ngay."),
        required=False,
        max_length=5,
    )

    def clean_hour(self) -> time | None:
        """Read the hour. Raises `ValidationError`."""
        said = self.cleaned_data["hour"].strip()
        if not said:
            return None
        found = _CLOCK.fullmatch(said)
        if found is None:
            raise ValidationError(_("Giờ chưa đúng. Viết như 07:30."))
        return time(int(found["hour"]), int(found["minute"] or 0))

    def moment(self, now: datetime) -> datetime:
        """Give the moment that was said, or now."""
        day = self.cleaned_data["day"]
        if day is None:
            return now
        return datetime.combine(day, self.cleaned_data["hour"] or time(), tzinfo=ZONE)


class WithdrawForm(DrawnForm):
    """Why a proposal is not to be published."""

    reason = forms.CharField(label=_("Vì sao rút bản này"), max_length=300)


class ReturnForm(DrawnForm):
    """Why an earlier text holds again."""

    reason = forms.CharField(label=_("Vì sao trở lại bản này"), max_length=300)
