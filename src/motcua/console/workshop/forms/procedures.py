"""What is asked first of a new procedure, and of its publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.kernel.text import collation_key
from motcua.procedures.base.texts import say
from motcua.procedures.enums import LimitUnit
from motcua.ui.drawn import DayField, DrawnForm, not_answered
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHER = "-"

_CODE = r"^[a-z0-9][a-z0-9-]{0,59}$"
_LEVELS = (
    ("commune", _("Cấp xã")),
    ("province", _("Cấp tỉnh")),
    ("ministry", _("Cấp bộ")),
    ("other", _("Cơ quan khác")),
)


class NewForm(DrawnForm):
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
    field = forms.ChoiceField(label=_("Lĩnh vực"))
    field_code = forms.RegexField(
        _CODE,
        required=False,
        label=_("Mã lĩnh vực mới"),
        help_text=_("Chữ thường không dấu, chữ số và gạch nối. Ví dụ: thu-y"),
        error_messages={"invalid": _("Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối.")},
    )
    field_name = forms.CharField(
        required=False,
        label=_("Tên lĩnh vực mới (tiếng Việt)"),
        max_length=200,
        help_text=_("Chỉ khi lĩnh vực chưa có trong danh sách."),
    )
    field_name_en = forms.CharField(
        required=False, label=_("Tên lĩnh vực mới (tiếng Anh)"), max_length=200
    )
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

    def __init__(self, *args: Any, fields: Mapping[str, Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields_known = fields
        named = sorted(
            ((code, say(name, page_language())) for code, name in fields.items()),
            key=lambda row: collation_key(row[1]),
        )
        chosen = self.fields["field"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [*named, (_OTHER, _("Lĩnh vực mới, chưa có trong danh sách"))]

    def clean(self) -> dict[str, Any]:
        """Give code and names of the field chosen; demand them of a new one."""
        found: dict[str, Any] = super().clean() or {}
        known = self._fields_known.get(found.get("field", ""))
        if known is not None:
            names = {"field_name": known["vi"], "field_name_en": known.get("en", "")}
            return found | names
        if found.get("field") == _OTHER:
            for name in ("field_code", "field_name"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, not_answered(self.fields[name]))
            found["field"] = found.get("field_code", "")
        return found


class AskForm(DrawnForm):
    """The day a draft shall hold from."""

    publish_from = DayField(label=_("Có hiệu lực từ ngày"))


class ReturnForm(DrawnForm):
    """Why a draft goes back."""

    because = forms.CharField(
        label=_("Cần sửa gì"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
