"""What is asked about being told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.notifications.errors import OneWayStays
from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from motcua.notifications.enums import Medium


SAME = "same"
"""The language of the matter itself."""


class WaysForm(DrawnForm):
    """By which ways, in which language; of some topics one way at least."""

    by = forms.MultipleChoiceField(
        label=_("Báo cho tôi qua"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": OneWayStays.message},
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ của tin"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        ways: Iterable[Medium],
        languages: Mapping[str, str],
        is_bound_to_one: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        by, language = self.fields["by"], self.fields["language"]
        by.required = is_bound_to_one
        assert isinstance(by, forms.MultipleChoiceField)
        assert isinstance(language, forms.ChoiceField)
        by.choices = [(one.value, str(one.label)) for one in ways]
        language.choices = [(SAME, _("Theo hồ sơ")), *languages.items()]

    @property
    def chosen_language(self) -> str:
        """The language that was chosen; empty for that of the matter."""
        said: str = self.cleaned_data["language"]
        return "" if said == SAME else said


class PhoneForm(DrawnForm):
    """One's telephone, to which a code goes."""

    phone = forms.RegexField(
        label=_("Số điện thoại của anh/chị"),
        help_text=_("Chúng tôi gửi một mã tới số này."),
        regex=r"^[0-9+ .\-]{9,16}$",
        max_length=16,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class CodeForm(DrawnForm):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Mã xác nhận"),
        help_text=_("6 chữ số, dùng được trong 10 phút."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )
