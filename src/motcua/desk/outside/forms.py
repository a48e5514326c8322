"""The number a dossier was given elsewhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.enums import WrongBy
from motcua.ui.drawn import DrawnForm


class NumberForm(forms.Form):
    """One number, as the other system shows it."""

    number = forms.CharField(
        label=_("Số hồ sơ ở hệ thống kia"),
        max_length=60,
        error_messages={"required": _("Nhập số hồ sơ ở hệ thống kia")},
    )


class CorrectionForm(DrawnForm):
    """The right number, and why it was wrong."""

    right = forms.CharField(label=_("Số đúng"), max_length=60)
    reason = forms.ChoiceField(
        label=_("Vì sao phải sửa"),
        choices=WrongBy.choices,
        widget=forms.RadioSelect,
        help_text=_("Số cũ, số mới và lý do được ghi vào nhật ký."),
    )
