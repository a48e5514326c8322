"""What is asked first of a new procedure, and of its publication."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.console.asking import AskedForm, DayField
from motcua.procedures.enums import LimitUnit

_CODE = r"^[a-z0-9][a-z0-9-]{0,59}$"
_LEVELS = (
    ("commune", _("Cấp xã")),
    ("province", _("Cấp tỉnh")),
    ("ministry", _("Cấp bộ")),
    ("other", _("Cơ quan khác")),
)


class NewForm(AskedForm):
    """What a procedure cannot be without."""

    code = forms.RegexField(
        r"^[0-9][0-9A-Za-z.-]{2,29}$",
        label=_("Mã thủ tục"),
        help_text=_("Theo Cơ sở dữ liệu quốc gia. Ví dụ: 1.001193"),
        error_messages={
            "invalid": _("Mã bắt đầu bằng chữ số, rồi chữ, số, dấu chấm. Ví dụ: 1.001193")
        },
    )
    name = forms.CharField(label=_("Tên thủ tục (tiếng Việt)"), max_length=500)
    name_en = forms.CharField(label=_("Tên thủ tục (tiếng Anh)"), max_length=500)
    field = forms.RegexField(
        _CODE,
        label=_("Mã lĩnh vực"),
        help_text=_("Chữ thường không dấu, chữ số và gạch nối. Ví dụ: thu-y"),
        error_messages={"invalid": _("Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối.")},
    )
    field_name = forms.CharField(label=_("Tên lĩnh vực (tiếng Việt)"), max_length=200)
    field_name_en = forms.CharField(label=_("Tên lĩnh vực (tiếng Anh)"), max_length=200)
    level = forms.ChoiceField(label=_("Cấp giải quyết"), choices=_LEVELS, widget=forms.RadioSelect)
    authority = forms.CharField(label=_("Cơ quan giải quyết (tiếng Việt)"), max_length=200)
    authority_en = forms.CharField(label=_("Cơ quan giải quyết (tiếng Anh)"), max_length=200)
    decision = forms.CharField(label=_("Số quyết định công bố"), max_length=100)
    amount = forms.IntegerField(label=_("Thời hạn giải quyết"), min_value=1, max_value=400)
    unit = forms.ChoiceField(
        label=_("Đơn vị thời hạn"), choices=LimitUnit.choices, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label=_("Căn cứ của thời hạn"),
        max_length=300,
        help_text=_("Số, ký hiệu văn bản và điều, khoản. Ví dụ: Nghị định 123/2015/NĐ-CP, Điều 10"),
    )


class AskForm(AskedForm):
    """The day a draft shall hold from."""

    publish_from = DayField(label=_("Có hiệu lực từ ngày"))


class ReturnForm(AskedForm):
    """Why a draft goes back."""

    because = forms.CharField(
        label=_("Cần sửa gì"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
