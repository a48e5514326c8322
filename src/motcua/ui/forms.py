"""Draw the form view model of `motcua.ui.fields` as HTML, through the components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from motcua.ui.fields import Cluster, Field, Group, Kind, Look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.ui.fields import Question, Section

RADIOS_UP_TO = 7


@dataclass(frozen=True, slots=True)
class Control:
    """How a kind is drawn: its component, and what its single input is like."""

    component: str
    attributes: tuple[tuple[str, str], ...] = ()
    width: str = "wide"
    is_fieldset: bool = False


_TEXT = (("type", "text"),)
_UNCHECKED = ("spellcheck", "false")
_DIGITS = (("type", "text"), ("inputmode", "numeric"), _UNCHECKED)

CONTROLS: Mapping[Kind, Control] = {
    Kind.TEXT: Control("text-input", _TEXT),
    Kind.LONG_TEXT: Control("text-area", (("rows", "4"),)),
    Kind.NAME: Control("text-input", (*_TEXT, ("autocapitalize", "words"), _UNCHECKED)),
    Kind.DATE: Control("date-input", is_fieldset=True),
    Kind.NUMBER: Control("text-input", (("type", "text"), ("inputmode", "decimal")), "short"),
    Kind.MONEY: Control("text-input", _DIGITS, "short"),
    Kind.CHOICE: Control("radios", is_fieldset=True),
    Kind.CHOICES: Control("checkboxes", is_fieldset=True),
    Kind.YES_NO: Control("radios", is_fieldset=True),
    Kind.PLACE: Control("place", is_fieldset=True),
    Kind.ADDRESS: Control("place", is_fieldset=True),
    Kind.CITIZEN_NUMBER: Control("text-input", _DIGITS, "medium"),
    Kind.PHONE: Control("text-input", (("type", "tel"),), "medium"),
    Kind.EMAIL: Control("text-input", (("type", "email"), ("spellcheck", "false"))),
    Kind.TAX_CODE: Control("text-input", (*_TEXT, ("spellcheck", "false")), "medium"),
    Kind.FILES: Control("file-upload"),
    Kind.MAP_POINT: Control("map-point", is_fieldset=True),
    Kind.CALCULATED: Control("calculated"),
    Kind.NOTICE: Control("notice"),
}

_SELECT = Control("select")


_TEMPLATES: Mapping[type[Question], str] = {
    Field: "ui/questions/field.html",
    Group: "ui/questions/group.html",
    Cluster: "ui/questions/cluster.html",
}


def control_of(field: Field) -> Control:
    """Return how the field is drawn; a choice of many options becomes a list."""
    if field.kind is not Kind.CHOICE:
        return CONTROLS[field.kind]
    is_long = len(field.options) > RADIOS_UP_TO
    is_select = field.look is Look.SELECT or (field.look is Look.AUTO and is_long)
    return _SELECT if is_select else CONTROLS[Kind.CHOICE]


def described_by(field: Field) -> str:
    """Return the ids of what describes the control, in reading order, for `aria-describedby`."""
    parts = (
        (field.hint, "hint"),
        (field.origin, "origin"),
        (field.remark, "remark"),
        (field.errors, "error"),
    )
    return " ".join(f"{field.id}-{part}" for shown, part in parts if shown)


def control_attributes(field: Field) -> SafeString:
    """Return the attributes of a field's single control, escaped, with a leading space."""
    control = control_of(field)
    attributes = {
        "id": field.id,
        "name": field.name,
        **dict(control.attributes),
        **({"autocomplete": field.autocomplete} if field.autocomplete else {}),
        **({"aria-describedby": text} if (text := described_by(field)) else {}),
        **({"aria-invalid": "true"} if field.errors else {}),
        **field.attributes,
    }
    return flatatt(attributes)


def render_question(question: Question) -> SafeString:
    """Return one question, or one repeated group, as HTML."""
    name = _TEMPLATES[type(question)]
    return mark_safe(render_to_string(name, {"question": question}))  # noqa: S308 - a template


def render_section(section: Section) -> SafeString:
    """Return a section, its heading and all its questions as HTML."""
    return mark_safe(render_to_string("ui/questions/section.html", {"section": section}))  # noqa: S308 - a template
