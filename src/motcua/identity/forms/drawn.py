"""Words of our own on allauth's forms, and their questions as `motcua.ui` draws them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.ui.django_forms import section_of
from motcua.ui.drawn import naming, not_answered, problems_of
from motcua.ui.fields import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms

    from motcua.ui.fields import Field, Section

NEW_PASSWORD_HINT = _("Ít nhất 10 ký tự; không dùng mật khẩu phổ biến hoặc gần giống thư điện tử.")


class Drawn:
    """Mixed into a form of allauth: labels, hints, and the section that the page draws."""

    labels: ClassVar[Mapping[str, Any]] = {}
    hints: ClassVar[Mapping[str, Any]] = {}
    boxes: ClassVar[Mapping[str, Any]] = {}
    unseen: ClassVar[frozenset[str]] = frozenset()
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")  # allauth's are HTML
            field.error_messages["required"] = not_answered(field)

    def add_error(self, field: str | None, error: Any) -> None:
        """Note an error; allauth's one about unequal passwords exists in English only."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("Hai lần nhập mật khẩu phải giống nhau.")
        super().add_error(field, naming(self.fields.get(field or ""), error))  # type: ignore[misc]  # a mixin

    @property
    def section(self) -> Section:
        """The questions people see; the page draws hidden inputs itself."""
        whole = section_of(self)  # type: ignore[arg-type]  # mixed into forms only
        seen = [field for field in whole.fields if getattr(field, "name", "") not in self.unseen]
        return replace(whole, fields=tuple(self._as_drawn(field) for field in seen))  # type: ignore[arg-type]

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Where the errors are, as `(id, message)`; those of no question lead to the first."""
        return problems_of(self.section, self.non_field_errors())  # type: ignore[attr-defined]

    def _as_drawn(self, field: Field) -> Field:
        if field.attributes.get("type") == "password":
            return replace(field, value="")  # never written back into a page
        if field.name in self.boxes:
            box = Option("on", str(self.boxes[field.name]))
            return replace(field, options=(box,), required=True)  # "optional" goes without saying
        return field
