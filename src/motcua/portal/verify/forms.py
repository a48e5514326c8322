"""What somebody may hand in to be checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_MEGABYTES = 20
_MEGABYTE = 1024 * 1024


class FileForm(forms.Form):
    """A file to be judged; it is not kept."""

    file = forms.FileField(
        max_length=400,
        error_messages={
            "required": _("Chọn tệp cần kiểm tra"),
            "empty": _("Tệp không có nội dung"),
            "invalid": _("Chọn tệp cần kiểm tra"),
            "max_length": _("Tên tệp quá dài"),
        },
    )

    def clean_file(self) -> object:
        """Refuse what is larger than the limit that the page states."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * _MEGABYTE:
            said = _("Tệp lớn hơn %(size)d MB") % {"size": MOST_MEGABYTES}
            raise forms.ValidationError(said)
        return file

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        return [("file", str(error)) for error in self.errors.get("file", ())]


class _CodeField(forms.SlugField):
    """A code as people copy it: gaps between its groups mean nothing."""

    def to_python(self, value: Any) -> str:
        """Leave the gaps out, and read capitals as they are printed."""
        return "".join(str(value or "").split()).lower()


class CodeForm(forms.Form):
    """The code printed below a QR."""

    code = _CodeField(
        max_length=40,
        error_messages={
            "required": _("Nhập mã in dưới mã QR"),
            "invalid": _("Mã chỉ gồm chữ cái không dấu, chữ số và gạch ngang"),
        },
    )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        return [("code", str(error)) for error in self.errors.get("code", ())]
