"""What is asked about an agency, its units, hours and days."""

from __future__ import annotations

import re
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.actions.calendar import DayFacts, Stretch
from motcua.agencies.actions.structure import UnitFacts
from motcua.agencies.enums import DayKind
from motcua.ui.drawn import DayField, DrawnForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from motcua.agencies.models import Unit, WorkingHours

WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)
_STRETCH = re.compile(r"(\d{1,2})[:hH](\d{2})\s*[-–]\s*(\d{1,2})[:hH](\d{2})")
_CODE = r"^[A-Za-z0-9._-]+$"
_CODE_ERROR = _("Mã chỉ gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối.")


class AmendForm(DrawnForm):
    """Name, address and contacts of an agency."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=200)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class UnitForm(DrawnForm):
    """A new unit: its code, name, place in the tree, and first day."""

    code = forms.RegexField(_CODE, label=_("Mã đơn vị"), max_length=20)
    name = forms.CharField(label=_("Tên đơn vị"), max_length=200)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    parent = forms.ChoiceField(label=_("Thuộc đơn vị"), required=False)
    valid_from = DayField(label=_("Hoạt động từ ngày"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.public_id): unit for unit in units}
        self.fields["code"].error_messages["invalid"] = _CODE_ERROR
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ChoiceField)
        rows = [
            (key, f"{unit.code} · {unit.name_in(page_language())}")
            for key, unit in self._units.items()
        ]
        parent.choices = [("", ""), *rows]

    def clean_parent(self) -> Unit | None:
        """Give the unit above, None for the agency itself."""
        return self._units.get(self.cleaned_data["parent"])

    @property
    def facts(self) -> UnitFacts:
        """The unit as actions take it."""
        return UnitFacts(*(self.cleaned_data[key] for key in ("code", "name", "name_en")))


class CounterForm(DrawnForm):
    """A window of a one-door office."""

    code = forms.RegexField(_CODE, label=_("Số quầy"), max_length=10)
    name = forms.CharField(label=_("Tên quầy"), max_length=100)


class HoursForm(DrawnForm):
    """The stretches of work of each weekday, and the day they begin to hold."""

    valid_from = DayField(label=_("Áp dụng từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS, 1):
            self.fields[f"day_{number}"] = forms.CharField(
                label=name,
                max_length=80,
                required=False,
                help_text=_("Ví dụ: 07:30-11:30, 13:00-17:00. Để trống là nghỉ."),
            )

    def clean(self) -> dict[str, Any]:
        """Read every weekday; a week left empty follows the nation's hours."""
        cleaned = dict(super().clean() or {})
        stretches: list[Stretch] = []
        for number in range(1, 8):
            try:
                stretches += stretches_of(number, cleaned.get(f"day_{number}", ""))
            except ValueError:
                error = _("Giờ chưa đúng. Viết như 07:30-11:30, 13:00-17:00, buổi trước trước.")
                self.add_error(f"day_{number}", error)
        cleaned["stretches"] = stretches
        return cleaned


def stretches_of(weekday: int, words: str) -> list[Stretch]:
    """Read `07:30-11:30, 13:00-17:00`; raise `ValueError` for anything else or out of order."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", words))):
        match = _STRETCH.fullmatch(part)
        if match is None:
            raise ValueError(part)
        opens_h, opens_m, closes_h, closes_m = map(int, match.groups())
        found.append(Stretch(weekday, time(opens_h, opens_m), time(closes_h, closes_m)))
    moments = [moment for row in found for moment in (row.opens_at, row.closes_at)]
    if any(a >= b for a, b in pairwise(moments)):
        raise ValueError(words)
    return found


def hours_initial(rows: Iterable[WorkingHours]) -> dict[str, str]:
    """Write rows of hours as `HoursForm` asks for them."""
    words: dict[str, list[str]] = {}
    for row in rows:
        stretch = f"{row.opens_at:%H:%M}-{row.closes_at:%H:%M}"
        words.setdefault(f"day_{row.weekday}", []).append(stretch)
    return {key: ", ".join(stretches) for key, stretches in words.items()}


class DaySetForm(DrawnForm):
    """A day off or worked in exchange, with the decision behind it."""

    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Là ngày"), choices=DayKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Tên ngày hoặc lý do"), max_length=120)
    instead_of = DayField(
        label=_("Làm bù cho ngày nghỉ"),
        required=False,
        help_text=_("Chỉ ghi khi là ngày làm bù. Ví dụ: 20/11/2026"),
    )
    citation = forms.CharField(label=_("Theo văn bản"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Demand the day off that a day worked in exchange is worked for."""
        cleaned = dict(super().clean() or {})
        is_worked = cleaned.get("kind") == DayKind.WORKED
        if is_worked and not cleaned.get("instead_of") and "instead_of" not in self.errors:
            self.add_error("instead_of", _("Ngày làm bù cần ghi bù cho ngày nghỉ nào."))
        cleaned["instead_of"] = cleaned.get("instead_of") if is_worked else None
        return cleaned

    @property
    def facts(self) -> DayFacts:
        """The day as actions take it."""
        names = ("day", "kind", "name", "citation", "instead_of")
        return DayFacts(**{name: self.cleaned_data[name] for name in names})
