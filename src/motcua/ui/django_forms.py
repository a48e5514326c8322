"""Show a Django form through the same components as the questions of a procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.encoding import force_str

from motcua.ui.fields import Field, Kind, Look, Option, Section

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

_TEXT_KINDS: tuple[tuple[type[forms.Widget], Kind], ...] = (
    (forms.FileInput, Kind.FILES),
    (forms.EmailInput, Kind.EMAIL),
    (forms.NumberInput, Kind.NUMBER),
    (forms.Textarea, Kind.LONG_TEXT),
)


def section_of(form: forms.BaseForm, title: str = "") -> Section:
    """Return the visible fields of a Django form as a section; hidden ones are left to the page."""
    return Section(title, tuple(field_of(bound) for bound in form.visible_fields()))


def field_of(bound: BoundField) -> Field:
    """Return one bound field as a question: its label, hint, value and errors."""
    widget = bound.field.widget
    kind = _kind(widget)
    value = bound.value()
    return Field(
        name=bound.html_name,
        kind=kind,
        label=force_str(bound.label),
        hint=force_str(bound.help_text),
        required=bound.field.required,
        value="" if isinstance(widget, forms.PasswordInput) else _value(kind, value),
        errors=tuple(force_str(error) for error in bound.errors),
        options=_options(bound, kind),
        blank=_blank(bound),
        look=Look.SELECT if type(widget) is forms.Select else Look.AUTO,
        attributes=_attributes(widget),
        autocomplete=str(widget.attrs.get("autocomplete", "")),
    )


def _kind(widget: forms.Widget) -> Kind:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return Kind.CHOICES
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return Kind.CHOICE
    return next((kind for cls, kind in _TEXT_KINDS if isinstance(widget, cls)), Kind.TEXT)


def _value(kind: Kind, value: object) -> str | tuple[str, ...]:
    if kind is Kind.FILES:
        return ""  # nobody is given a file back to send again
    if kind is Kind.CHOICES:
        if isinstance(value, list | tuple):
            return tuple(force_str(one) for one in value)
        return ("on",) if value else ()
    return "" if value is None else force_str(value)


def _options(bound: BoundField, kind: Kind) -> tuple[Option, ...]:
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return (Option("on", force_str(bound.label)),)
    if kind not in {Kind.CHOICE, Kind.CHOICES}:
        return ()
    choices = getattr(bound.field.widget, "choices", ())
    return tuple(
        Option(force_str(value), force_str(label)) for value, label in choices if value != ""
    )


def _blank(bound: BoundField) -> str:
    """Give what no choice means where the form says it; Django's own dashes say nothing."""
    choices = getattr(bound.field.widget, "choices", ())
    label = next((force_str(label) for value, label in choices if value == ""), "")
    return "" if set(label) <= {"-"} else label


def _attributes(widget: forms.Widget) -> dict[str, str]:
    # Without `maxlength`: a browser would cut what is pasted, and say nothing.
    ours = {"id", "class", "autocomplete", "placeholder", "maxlength"}
    attributes = {k: force_str(v) for k, v in widget.attrs.items() if k not in ours and v}
    if isinstance(widget, forms.PasswordInput):
        attributes["type"] = "password"
    return attributes
