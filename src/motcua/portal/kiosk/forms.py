"""What is typed on a kiosk: the code that switches it on, and that of a booking."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.drawn import DrawnForm


class CodeForm(DrawnForm):
    """The one-time code of a device."""

    code = forms.CharField(
        label=_("Mã bật máy"),
        help_text=_("Quản trị của cơ quan lấy mã ở trang Số thứ tự."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Gõ mã bật máy.")},
    )


class BookingForm(DrawnForm):
    """The code of a booking, as its holder was told it."""

    code = forms.CharField(
        label=_("Mã lịch hẹn"),
        help_text=_("Sáu chữ và số trong tin nhắn hoặc thư báo lịch hẹn."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Gõ mã lịch hẹn.")},
    )
