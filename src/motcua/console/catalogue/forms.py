"""What is asked about everyday words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.console.asking import AskedForm


class SynonymForm(AskedForm):
    """A phrase, and the official words it stands for, one on each line."""

    phrase = forms.CharField(
        label=_("Lời thường"), max_length=120, help_text=_("Một đến sáu từ, như người dân hay gõ")
    )
    official = forms.CharField(
        label=_("Ứng với lời nào trong tên thủ tục"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một lời, ví dụ: đăng ký khai sinh"),
    )


class OfficialForm(AskedForm):
    """The official words of a phrase that is known."""

    official = SynonymForm.base_fields["official"]
