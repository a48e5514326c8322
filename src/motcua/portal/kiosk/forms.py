"""What is typed on a kiosk: only the code that switches it on."""

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
