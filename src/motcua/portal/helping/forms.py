"""What one says of whom one helps, and the codes that are typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.actions.mandates import OwnerFacts
from motcua.identity.enums import IdentifierType
from motcua.ui.drawn import DrawnForm

_TYPES = [
    (kind.value, kind.label) for kind in IdentifierType if kind is not IdentifierType.TAX_CODE
]


class OwnerForm(DrawnForm):
    """For whom one files."""

    full_name = forms.CharField(label=_("Họ, chữ đệm và tên của người đó"), max_length=100)
    type = forms.ChoiceField(label=_("Loại giấy tờ tùy thân"), choices=_TYPES, widget=forms.Select)
    number = forms.CharField(label=_("Số giấy tờ"), max_length=30)
    phone = forms.CharField(
        label=_("Số điện thoại của người đó"),
        help_text=_(
            "Chúng tôi gửi mã đồng ý tới số này, hoặc tới số đã lưu của người đó. Không có điện"
            " thoại thì để trống và gửi kèm giấy ủy quyền."
        ),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    relation = forms.CharField(label=_("Người đó là gì của anh/chị, ví dụ: mẹ"), max_length=60)

    @property
    def owner(self) -> OwnerFacts:
        """What was said of him."""
        return OwnerFacts(**self.cleaned_data)


class CodeForm(DrawnForm):
    """A code that was sent to the other's phone."""

    code = forms.CharField(
        label=_("Mã đồng ý"),
        help_text=_("6 chữ số, dùng được trong 10 phút."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )


class AuthorityForm(DrawnForm):
    """The paper by which one files for somebody who has no telephone."""

    authority = forms.FileField(
        label=_("Giấy ủy quyền"),
        help_text=_("PDF, JPG hoặc PNG, không quá 20 MB. Cán bộ xem giấy này khi tiếp nhận hồ sơ."),
    )


class EndForm(DrawnForm):
    """The code by which one ends that another files for him."""

    code = forms.CharField(
        label=_("Mã chấm dứt"),
        help_text=_("Mã 10 ký tự trong tin nhắn đã gửi cho anh/chị."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
