"""What is asked about officials, their roles, grants and second factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.agencies.enums import GrantKind, Role
from motcua.agencies.queries.administration import official_by_code
from motcua.ui.drawn import DayField, DrawnForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.agencies.models import Unit

_CODE = r"^[A-Za-z0-9._-]+$"
_CODE_ERROR = _("Mã chỉ gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối.")


class UnitChoice(DrawnForm):
    """A form that asks for a unit of the agency."""

    unit = forms.ChoiceField(label=_("Đơn vị"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.public_id): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        rows = [
            (key, f"{unit.code} · {unit.name_in(page_language())}")
            for key, unit in self._units.items()
        ]
        field.choices = [("", ""), *rows]

    def clean_unit(self) -> Unit | None:
        """Give the unit itself; None where it may be left out and was."""
        return self._units.get(self.cleaned_data["unit"])


class PostForm(UnitChoice):
    """A role in a unit from a day."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", ""), *Role.choices])
    on = DayField(label=_("Từ ngày"))


class NumberField(forms.RegexField):
    """The identity number that an administrator saw on the official's card."""

    def __init__(self, **how: Any) -> None:
        super().__init__(
            r"^[0-9]{12}$",
            label=_("Số định danh cá nhân"),
            help_text=_(
                "Để nhận ra khi một người mang hai mã cán bộ. Chỉ giữ dấu vết của số, không giữ số."
            ),
            error_messages={"invalid": _("Số định danh có 12 chữ số.")},
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **how,
        )


class IdentityForm(DrawnForm):
    """The identity number of an official, seen on his card."""

    number = NumberField()


class LikenessForm(DrawnForm):
    """Whether two records that look alike are one human, and how one knows."""

    found = forms.ChoiceField(
        label=_("Hai cán bộ này là"),
        choices=[("one", _("Một người")), ("two", _("Hai người khác nhau"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Căn cứ"), max_length=300)


class AppointForm(UnitChoice):
    """A new official with his first role."""

    staff_code = forms.RegexField(_CODE, label=_("Mã cán bộ"), max_length=20)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    title = forms.CharField(label=_("Chức danh"), max_length=100, required=False)
    email = forms.EmailField(label=_("Thư điện tử công vụ"), required=False)
    identity_number = NumberField(required=False)
    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", ""), *Role.choices])
    on = DayField(label=_("Từ ngày"))
    field_order = (
        *("staff_code", "full_name", "title", "email", "identity_number"),
        *("unit", "role", "on"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_code"].error_messages["invalid"] = _CODE_ERROR

    @property
    def facts(self) -> OfficialFacts:
        """The official as actions take him."""
        names = ("staff_code", "full_name", "title", "email", "identity_number")
        return OfficialFacts(**{name: self.cleaned_data[name] for name in names})


class AccountForm(DrawnForm):
    """The address an official signs in with."""

    email = forms.EmailField(label=_("Thư điện tử để đăng nhập"))


class ReasonForm(DrawnForm):
    """Why something is asked for."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class GrantForm(UnitChoice):
    """What is granted to whom: an official of any agency, by his agency's and his own code."""

    agency_code = forms.CharField(label=_("Mã cơ quan của cán bộ"), max_length=35)
    staff_code = forms.CharField(label=_("Mã cán bộ"), max_length=20)
    kind = forms.ChoiceField(
        label=_("Để làm gì"), choices=GrantKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=300)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"))
    field_order = (
        "agency_code",
        "staff_code",
        "kind",
        "unit",
        "reason",
        "valid_from",
        "valid_to",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._on = on
        self.fields["unit"].required = False
        self.fields["unit"].help_text = _("Để trống là cả cơ quan.")

    def clean(self) -> dict[str, Any]:
        """Find the official; a grant ends after it begins."""
        cleaned = dict(super().clean() or {})
        since, until = cleaned.get("valid_from"), cleaned.get("valid_to")
        if since and until and until <= since:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        codes = cleaned.get("agency_code", ""), cleaned.get("staff_code", "")
        cleaned["official"] = official_by_code(*codes, self._on)
        if all(codes) and cleaned["official"] is None:
            raise ValidationError(_("Không có cán bộ đang làm việc mang các mã này."))
        return cleaned

    @property
    def terms(self) -> GrantTerms:
        """The grant as actions take it."""
        names = ("kind", "reason", "valid_from", "valid_to")
        return GrantTerms(*(self.cleaned_data[name] for name in names))
