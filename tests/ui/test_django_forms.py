"""Django's own forms are drawn like every other question."""

from __future__ import annotations

import pytest
from django import forms

from motcua.ui.django_forms import section_of
from motcua.ui.drawn import DayField, DrawnForm, WholeField
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


class Asked(DrawnForm):
    """One question for each way in which a field refuses an answer by its own rules."""

    sheets = forms.IntegerField(label="Số tờ", min_value=1, max_value=200)
    many = WholeField(label="Bao nhiêu người?", max_value=9)
    day = DayField(label="Áp dụng từ ngày")
    hour = forms.TimeField(label="Mở lúc")
    name = forms.CharField(label="Tên 100%", max_length=3)
    kind = forms.ChoiceField(label="Loại", choices=ROLES[1:])
    mail = forms.EmailField(label="Hộp thư")
    said = forms.RegexField("^[A-Z]$", label="Chữ đầu", error_messages={"invalid": "Một chữ hoa."})
    own = forms.ChoiceField(
        label="Giờ", choices=ROLES[1:], error_messages={"invalid_choice": "Giờ vừa hết chỗ."}
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"sheets": "0", "many": "10", "day": "31/02/2026", "hour": "x", "name": "dài quá"},
        {"sheets": "201", "many": "nhiều", "day": "01/01/1800", "kind": "x", "mail": "x"},
        {"sheets": "x", "name": "a\x00b", "said": "a", "own": "x"},
        {},
    ],
)
def test_every_line_of_a_summary_names_its_question(sent) -> None:
    form = Asked(sent)
    assert not form.is_valid()
    by_id = {f"f-{name}": str(field.label) for name, field in form.fields.items()}
    assert set(by_id) == {place for place, _said in form.problems}
    for place, said in form.problems:
        assert by_id[place] in said, said
    beside = [error for field in fields(form).values() for error in field.errors]
    assert [said for _place, said in form.problems] == beside, "the same words in both places"


def test_what_a_form_says_in_its_own_words_is_said_once() -> None:
    form = Asked({"own": "x", "sheets": "", "many": "10", "name": "dài quá"})
    assert form.errors["own"] == ["Giờ vừa hết chỗ."]
    assert form.errors["sheets"] == ["Chưa trả lời: Số tờ."]
    assert form.errors["many"][0].startswith("Bao nhiêu người? ")
    assert form.errors["name"][0].startswith("Tên 100%: ")
