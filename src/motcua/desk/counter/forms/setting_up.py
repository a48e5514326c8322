"""What an administrator writes of kinds of service, kiosks and times that may be booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.agencies.models import Counter, Unit
    from motcua.counters.models import ServiceKind


class _OfUnit(DrawnForm):
    unit = forms.ChoiceField(label=_("Đơn vị"), widget=forms.Select)

    def __init__(self, units: Sequence[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        choices = [(key, unit.name) for key, unit in self._units.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_unit(self) -> Unit:
        """The unit that was chosen."""
        return self._units[self.cleaned_data["unit"]]


class KindForm(_OfUnit):
    """A kind of service: letters before each number, name, usual minutes."""

    prefix = "kind"
    letters = forms.RegexField(
        r"\A[A-Z]{1,2}\Z",
        label=_("Chữ đầu của số"),
        help_text=_("Một hoặc hai chữ in hoa, ví dụ A"),
        error_messages={"invalid": _("Chỉ một hoặc hai chữ in hoa từ A đến Z.")},
    )
    name = forms.CharField(label=_("Loại việc"), max_length=100)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=100, required=False)
    minutes = forms.IntegerField(
        label=_("Số phút thường cần cho một người"), min_value=1, max_value=240
    )
    last_at = forms.TimeField(
        label=_("Giờ ngừng phát số mỗi ngày"),
        help_text=_("Ví dụ: 16:30. Để trống thì phát cả ngày."),
        required=False,
        input_formats=["%H:%M"],
        error_messages={"invalid": _("Giờ chưa đúng. Viết như 16:30.")},
    )


class KioskForm(_OfUnit):
    """A device that people serve themselves with."""

    prefix = "kiosk"
    name = forms.CharField(label=_("Tên máy"), max_length=100)


class _OfCounter(DrawnForm):
    counter = forms.ChoiceField(label=_("Quầy"), widget=forms.Select)

    def __init__(self, counters: Sequence[Counter], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counters = {str(one.pk): one for one in counters}
        choices = [(key, f"{one.unit.name}: {one.name}") for key, one in self._counters.items()]
        self.fields["counter"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_counter(self) -> Counter:
        """The counter that was chosen."""
        return self._counters[self.cleaned_data["counter"]]


class SenderForm(_OfCounter):
    """An address from which scans may come to a counter by e-mail."""

    prefix = "sender"
    address = forms.EmailField(label=_("Địa chỉ thư của máy quét hoặc người gửi"), max_length=254)


class TerminalForm(_OfCounter):
    """Which card terminal stands at a counter; none where nothing is written."""

    prefix = "machine"
    terminal = forms.RegexField(
        r"\A[A-Za-z0-9._-]{1,20}\Z",
        label=_("Mã máy quẹt thẻ"),
        help_text=_("Như đơn vị cung cấp máy ghi trên máy. Để trống là quầy không có máy."),
        required=False,
        error_messages={"invalid": _("Chỉ chữ không dấu, số, dấu chấm và gạch, nhiều nhất 20.")},
    )


class PlanForm(DrawnForm):
    """How many people may book each time of a kind of service, from a day on."""

    prefix = "plan"
    kind = forms.ChoiceField(label=_("Loại việc"), widget=forms.Select)
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    minutes = forms.IntegerField(
        label=_("Số phút mỗi lượt"),
        help_text=_("Các giờ hẹn cách nhau bấy nhiêu phút, trong giờ làm việc của cơ quan."),
        min_value=5,
        max_value=240,
    )
    places = forms.IntegerField(
        label=_("Số chỗ mỗi lượt"),
        help_text=_("0 là không nhận đặt lịch từ ngày đó; lịch đã đặt vẫn giữ."),
        min_value=0,
        max_value=100,
    )

    def __init__(
        self, kinds: Sequence[ServiceKind], *args: Any, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._kinds = {str(one.public_id): one for one in kinds}
        choices = [(key, f"{one.unit.name}: {one.name}") for key, one in self._kinds.items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_valid_from(self) -> date:
        """See that the plan begins today or later: what was booked before stands."""
        day: date = self.cleaned_data["valid_from"]
        if day < self._today:
            raise forms.ValidationError(_("Chọn hôm nay hoặc ngày sau."))
        return day

    @property
    def chosen_kind(self) -> ServiceKind:
        """The kind that was chosen."""
        return self._kinds[self.cleaned_data["kind"]]
