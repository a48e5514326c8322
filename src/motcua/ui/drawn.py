"""Django forms that the components draw as they draw the questions of a procedure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.django_forms import section_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.ui.fields import Section

_NOT_ANSWERED = _("Chưa trả lời: %(question)s.")
_NOBODYS_WORDS = forms.Field.default_error_messages["required"]


_PARTED = re.compile(r"-?[0-9]{1,3}([.,\s\u202f][0-9]{3})+")
_BETWEEN = re.compile(r"[.,\s\u202f]")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
# Whoever means a day means one of these; from the last that can be written no one counts on.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A day written as `20/11/2026`, of the years 1900 to 2199."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ví dụ: 20/11/2026"))
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "size": "12"})
        super().__init__(input_formats=["%d/%m/%Y", "%Y-%m-%d"], widget=widget, **kwargs)
        self.error_messages["invalid"] = _("Ngày chưa đúng. Viết như 20/11/2026.")

    def validate(self, value: Any) -> None:
        """Raise `ValidationError` for a day of other years."""
        super().validate(value)
        if value and not _FIRST_DAY <= value <= _LAST_DAY:
            raise forms.ValidationError(_("Năm phải từ 1900 đến 2199."))

    def prepare_value(self, value: Any) -> Any:
        """Write a day the way it is asked for; what was typed stays as it is."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class WholeField(forms.IntegerField):
    """A whole number, its thousands parted or not: `20.000`, `20 000`, `20000`.

    Django's own field takes `20.000` for twenty.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
        self.error_messages["invalid"] = _("Ghi số nguyên, ví dụ 20.000.")

    def to_python(self, value: Any) -> int | None:
        """Read the digits; raise `ValidationError` for what is no whole number."""
        text = str(value or "").strip() if not isinstance(value, int) else str(value)
        text = text.removesuffix("đ").strip()
        if _PARTED.fullmatch(text):
            text = _BETWEEN.sub("", text)
        elif text and not _WHOLE.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


def not_answered(field: forms.Field) -> str:
    """Say that a question is still open, by its label."""
    return str(_NOT_ANSWERED) % {"question": field.label}


def problems_of(section: Section, general: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """Give where the errors are, as `(id, message)`; those of no question lead to the first."""
    first = section.fields[0] if section.fields else None
    anchor = getattr(first, "id", "main")
    return (*((anchor, str(error)) for error in general), *section.problems())


class DrawnForm(forms.Form):
    """A form with the section that the page draws; what is missing is asked for by its label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == _NOBODYS_WORDS:
                field.error_messages["required"] = not_answered(field)

    @property
    def section(self) -> Section:
        """The questions as the page draws them."""
        return section_of(self)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Where the errors are, as `(id, message)`; those of no question lead to the first."""
        return problems_of(self.section, self.non_field_errors())
