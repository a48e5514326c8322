"""What is asked about everyday words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.drawn import DrawnForm


class SynonymForm(DrawnForm):
    """A phrase, and the official words it stands for, one on each line."""

    phrase = forms.CharField(
        label=_("Lời thường"),
        max_length=120,
        help_text=_("Một đến sáu từ, như người dân hay gõ; cả câu nếu ứng với mã thủ tục"),
    )
    official = forms.CharField(
        label=_("Ứng với lời nào trong tên thủ tục, hoặc thủ tục nào"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Mỗi dòng một lời, ví dụ: đăng ký khai sinh; hoặc một mã thủ tục, ví dụ: 1.001193"
        ),
    )


class OfficialForm(DrawnForm):
    """The official words of a phrase that is known."""

    official = SynonymForm.base_fields["official"]
