"""What an administrator writes of kinds of service and kiosks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.agencies.models import Counter, Unit


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
        r"[A-Z]{1,2}",
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


class SenderForm(DrawnForm):
    """An address from which scans may come to a counter by e-mail."""

    prefix = "sender"
    counter = forms.ChoiceField(label=_("Quầy"), widget=forms.Select)
    address = forms.EmailField(label=_("Địa chỉ thư của máy quét hoặc người gửi"), max_length=254)

    def __init__(self, counters: Sequence[Counter], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counters = {str(one.pk): one for one in counters}
        choices = [(key, f"{one.unit.name}: {one.name}") for key, one in self._counters.items()]
        self.fields["counter"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_counter(self) -> Counter:
        """The counter that was chosen."""
        return self._counters[self.cleaned_data["counter"]]
