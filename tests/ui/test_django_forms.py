"""Django's own forms are drawn like every other question."""

from __future__ import annotations

import pytest
from django import forms

from motcua.ui.django_forms import section_of
from motcua.ui.drawn import DayField
from motcua.ui.fields import Field, Kind
from tests.ui.html import drawn, sent, words

ROLES = [("", "---"), ("clerk", "Văn thư"), ("head", "Trưởng phòng")]


class Staff(forms.Form):
    """One field of each kind the pages of sign-in and administration use."""

    email = forms.EmailField(label="Thư điện tử", help_text="Của cơ quan.")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)
    role = forms.ChoiceField(label="Vai trò", choices=ROLES)
    roles = forms.MultipleChoiceField(
        label="Vai trò khác", choices=ROLES[1:], widget=forms.CheckboxSelectMultiple, required=False
    )
    is_active = forms.BooleanField(label="Đang làm việc", required=False)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def fields(form: forms.Form) -> dict[str, Field]:
    return {field.name: field for field in section_of(form).fields if isinstance(field, Field)}


def test_labels_hints_and_kinds_carry_over() -> None:
    shown = fields(Staff())
    assert [field.kind for field in shown.values()] == [
        Kind.EMAIL,
        Kind.TEXT,
        Kind.CHOICE,
        Kind.CHOICES,
        Kind.CHOICES,
        Kind.LONG_TEXT,
    ]
    assert (shown["email"].label, shown["email"].hint) == ("Thư điện tử", "Của cơ quan.")
    assert not shown["note"].required


def test_what_was_typed_and_what_was_wrong_come_back() -> None:
    form = Staff({"email": "x", "role": "head", "roles": ["clerk"], "is_active": "on"})
    shown = fields(form)
    assert shown["email"].errors
    assert shown["email"].value == "x"
    posted = {name: sent(drawn(field)).getlist(name) for name, field in shown.items()}
    assert posted["role"] == ["head"]
    assert posted["roles"] == ["clerk"]
    assert posted["is_active"] == ["on"]


def test_a_password_is_never_written_back() -> None:
    field = fields(Staff({"password": "bí mật"}))["password"]
    control = drawn(field).get_element_by_id(field.id)
    assert control.get("type") == "password"
    assert not control.get("value")


def test_a_single_box_is_read_once_and_never_called_optional() -> None:
    """Its legend is for screen readers; what stands beside the box says it."""
    page = drawn(fields(Staff())["is_active"])
    (legend,) = page.xpath("//legend")
    assert legend.get("class") == "govuk-visually-hidden"
    assert words(legend) == "Đang làm việc"
    assert page.xpath("//label[contains(., 'Đang làm việc')]")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("20/11/2026", []),
        ("31/12/2199", []),
        ("31/12/9999", ["Năm phải từ 1900 đến 2199."]),
        ("01/01/0001", ["Năm phải từ 1900 đến 2199."]),
        ("30/02/2026", ["Ngày chưa đúng. Viết như 20/11/2026."]),
    ],
)
def test_a_day_is_of_a_year_that_somebody_may_mean(typed: str, expected: list[str]) -> None:
    class Away(forms.Form):
        until = DayField(label="Đến hết ngày")

    assert Away({"until": typed}).errors.get("until", []) == expected
