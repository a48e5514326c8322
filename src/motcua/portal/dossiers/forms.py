"""What filers post about their dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.tracking import example_code
from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from uuid import UUID


class PageForm(forms.Form):
    """Where in a list to go on."""

    after = forms.UUIDField(required=False)

    @property
    def place(self) -> UUID | None:
        """The dossier to go on after; None at the start, and where it is no id."""
        return self.cleaned_data.get("after") if self.is_valid() else None


class WithdrawalForm(DrawnForm):
    """Why one takes a dossier back."""

    reason = forms.CharField(
        label=_("Lý do rút hồ sơ"), max_length=500, required=False, widget=forms.Textarea
    )


class TrackingForm(DrawnForm):
    """A code and the last four signs of the filer's number or telephone."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        error_messages={"required": _("Nhập mã hồ sơ")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters"}),
    )
    digits = forms.RegexField(
        r"^\s*[0-9A-Za-z]{4}\s*$",
        label=_("4 số cuối"),
        help_text=_("4 số cuối của số giấy tờ tùy thân hoặc số điện thoại của người nộp."),
        error_messages={
            "required": _("Nhập 4 số cuối của giấy tờ tùy thân hoặc số điện thoại"),
            "invalid": _("Nhập đúng 4 chữ số cuối"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("In trên biên nhận, ví dụ %(code)s. Dán được cả mã.")
        self.fields["code"].help_text = told % {"code": example_code()}

    @property
    def pair(self) -> tuple[str, str]:
        """The code and the four signs as they are compared."""
        given = self.cleaned_data
        return given["code"].strip().upper(), given["digits"].strip().upper()
