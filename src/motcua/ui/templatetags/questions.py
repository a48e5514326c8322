"""Tags that draw the form view model; the components use the finer ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from motcua.ui import forms
from motcua.ui.answers import value_lines

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from motcua.ui.fields import Field, Option, Question, Section

register = template.Library()

SELECTED = mark_safe(" selected")


@register.simple_tag
def question(item: Question) -> SafeString:
    """Draw one question or group."""
    return forms.render_question(item)


@register.simple_tag
def section(item: Section) -> SafeString:
    """Draw a whole section."""
    return forms.render_section(item)


@register.simple_tag
def control_attributes(field: Field) -> SafeString:
    """Write the attributes of a field's single control."""
    return forms.control_attributes(field)


@register.simple_tag
def option_list(options: tuple[Option, ...], chosen: str) -> SafeString:
    """Write the options of a list; places have hundreds, so no template loops over them."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one.value, SELECTED if one.value == chosen else "", one.label) for one in options),
    )


@register.filter
def control(field: Field) -> forms.Control:
    """Give how the field is drawn."""
    return forms.control_of(field)


@register.filter
def described_by(field: Field) -> str:
    """Give the ids that describe the control."""
    return forms.described_by(field)


@register.filter
def lines(field: Field) -> tuple[str, ...]:
    """Give the answer as lines of text."""
    return value_lines(field)
