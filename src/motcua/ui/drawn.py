"""Django forms that the components draw as they draw the questions of a procedure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.ui.django_forms import section_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from motcua.kernel.errors import DomainError
    from motcua.ui.fields import Section

_NOT_ANSWERED = _("Chưa trả lời: %(question)s.")
_NOBODYS_WORDS = forms.Field.default_error_messages["required"]
_NO_SUCH_CHOICE = forms.ChoiceField.default_error_messages["invalid_choice"]
# What fields and validators of the framework refuse, by the codes of their errors.
_RULES = frozenset(
    [
        "invalid",
        "invalid_choice",
        "invalid_list",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "step_size",
        "overflow",
        "max_digits",
        "max_decimal_places",
        "max_whole_digits",
        "null_characters_not_allowed",
        "missing",
        "empty",
        "incomplete",
        "contradiction",
        "invalid_image",
        "invalid_extension",
        "invalid_date",
        "invalid_time",
    ]
)

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
            raise ValidationError(_("Năm phải từ 1900 đến 2199."), code="invalid")

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
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


def not_answered(field: forms.Field) -> str:
    """Say that a question is still open, by its label."""
    return str(_NOT_ANSWERED) % {"question": field.label}


def problems_of(section: Section, general: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """Give where the errors are, as `(id, message)`; those of no question lead to the first."""
    first = section.fields[0] if section.fields else None
    anchor = getattr(first, "id", "main")
    return (*((anchor, str(error)) for error in general), *section.problems())


def naming(field: forms.Field | None, error: Any) -> Any:
    """Give an error of a field's own rules with the question's label before its words.

    In a summary of errors "at most 200" names nothing. What a form says in its own words about one
    question stays as it is, and so does what names the question already.
    """
    if field is None or not field.label or not isinstance(error, ValidationError):
        return error
    if hasattr(error, "error_dict"):
        return error
    return ValidationError([_named(field, one) for one in error.error_list])


def _named(field: forms.Field, error: ValidationError) -> ValidationError:
    label, said = str(field.label).strip(), error.messages[0]
    is_own = error.code == "invalid_choice" and error.message != _NO_SUCH_CHOICE
    if error.code not in _RULES or is_own or label.casefold() in said.casefold():
        return error
    text = f"{label} {said}" if label.endswith(("?", ".")) else f"{label}: {said}"
    return ValidationError(
        text.replace("%", "%%") if error.params else text, code=error.code, params=error.params
    )


class NamingForm(forms.Form):
    """A form whose errors each name their question."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Note an error, under the name of its question."""
        super().add_error(field, naming(self.fields.get(field or ""), error))


class DrawnForm(NamingForm):
    """A form with the section that the page draws; what is missing is asked for by its label.

    `refusals` names the question that a refusal is about, by the refusal's code.
    """

    refusals: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == _NOBODYS_WORDS:
                field.error_messages["required"] = not_answered(field)

    @property
    def section(self) -> Section:
        """The questions as the page draws them."""
        return section_of(self)

    def refuse(self, refusal: DomainError) -> None:
        """Say at the question that it is about why what was asked for is not done.

        That is the one its details name as `field`, or the form by the refusal's code.
        """
        name = str(refusal.details.get("field") or self.refusals.get(refusal.code))
        self.add_error(name if name in self.fields else None, refusal.text)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Where the errors are, as `(id, message)`; those of no question lead to the first."""
        return problems_of(self.section, self.non_field_errors())


class PeriodForm(DrawnForm):
    """A form that asks for a period by its first day, `since`, and its last, `until`."""

    def clean(self) -> dict[str, Any]:
        """Demand days in their order."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày cuối phải sau ngày đầu."))
        return data
