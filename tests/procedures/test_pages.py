"""Pages of a form: drawn, posted, read back and judged, in both languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from motcua.procedures.base.conditions.branches import covering_answers
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.posting import add_row, read_page, remove_row
from motcua.procedures.base.forms.prefilling import known_answers
from motcua.procedures.base.forms.printing import Print, form_data, form_pdf
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.forms.summary import summary
from motcua.ui import fields as ui
from tests.procedures.packs import CODES, TODAY, rules_of


def typed(section):
    """Give what a browser would post for a section as it stands."""
    data = QueryDict(mutable=True)
    for question in section.fields:
        _type(question, data)
    return data


def _type(question, data):
    if isinstance(question, ui.Group):
        data[f"{question.name}.count"] = str(len(question.items))
        for inner in (field for item in question.items for field in item):
            _type(inner, data)
    elif isinstance(question.value, ui.DateParts | ui.PlaceParts | ui.AddressParts):
        for part in question.value.__slots__:
            data[f"{question.name}.{part}"] = getattr(question.value, part)
    elif question.value or isinstance(question.value, str):
        values = question.value if isinstance(question.value, tuple) else (question.value,)
        data.setlist(question.name, list(values))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_drawn_posts_back_as_the_same_answers(code, language):
    rules = rules_of(code)
    for answers in covering_answers(rules, today=TODAY).samples:
        read = {}
        for page in rules.form.visible_pages(answers, today=TODAY):
            section = page_section(rules.form, page.code, answers, Showing(language, TODAY))
            read = read_page(
                rules.form, page.code, typed(section), {**answers, **read}, today=TODAY
            )
        assert rules.form.validate(read, today=TODAY).clean == answers


@pytest.mark.parametrize("code", CODES)
def test_an_empty_page_names_every_missing_answer_beside_its_question(code):
    form = rules_of(code).form
    for page in form.spec.pages:
        answers = sample_answers(form, seed=3, today=TODAY)
        if page not in form.visible_pages(answers, today=TODAY):
            continue
        for question in page.questions:
            answers.pop(question.key, None)
        judged = form.validate_page(page.code, answers, today=TODAY)
        showing = Showing("vi", TODAY, errors=judged.errors)
        section = page_section(form, page.code, answers, showing)
        said = {message for _, message in section.problems()}
        assert said == {wrong.say("vi") for wrong in judged.errors}


def test_what_was_typed_wrong_is_shown_again_as_typed():
    form = rules_of("1.001193").form
    data = QueryDict(
        "child_birth_date.day=31&child_birth_date.month=2&child_birth_date.year=2026"
        "&child_name.family=Lê&child_name.middle=&child_name.given=An7&child_sex=male"
        "&child_ethnicity=01&child_nationality=VN"
    )
    answers = read_page(form, "tre", data, {}, today=TODAY)
    judged = form.validate_page("tre", answers, today=TODAY)
    assert {wrong.path for wrong in judged.errors} == {"child_birth_date", "child_name.given"}
    section = page_section(form, "tre", answers, Showing("vi", TODAY, errors=judged.errors))
    fields = {field.name: field for field in section.fields}
    assert fields["child_birth_date"].value == ui.DateParts("31", "2", "2026")
    assert fields["child_name.given"].value == "An7"
    assert fields["child_name.given"].errors
    assert not fields["child_name.family"].errors


@pytest.mark.parametrize(
    ("typed_text", "kept"),
    [
        ("1.500.000", 1_500_000),
        ("1 500 000 đ", 1_500_000),
        ("abc", "abc"),
        ("-5", "-5"),
        ("", None),
    ],
)
def test_money_is_read_as_people_write_it(typed_text, kept):
    form = rules_of("1.001612").form
    data = QueryDict(mutable=True)
    data["capital"] = typed_text
    assert read_page(form, "von", data, {}, today=TODAY).get("capital") == kept


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("", "", "1990", "1990"),
        ("", "5", "1990", "1990-05"),
        ("7", "5", "1990", "1990-05-07"),
        ("7", "", "1990", {"day": "7", "month": "", "year": "1990"}),
        ("x", "", "1990", {"day": "x", "month": "", "year": "1990"}),
        ("", "", "", None),
    ],
)
def test_a_year_alone_is_a_partial_date(day, month, year, kept):
    form = rules_of("1.001193").form
    data = QueryDict(mutable=True)
    data.update({"mother_birth.day": day, "mother_birth.month": month, "mother_birth.year": year})
    before = {"parents": "married"}
    assert read_page(form, "me", data, before, today=TODAY).get("mother_birth") == kept


def test_a_question_that_was_not_on_the_page_keeps_its_answer():
    form = rules_of("1.004222").form
    before = {"residence_case": "own", "contract_number": "25/HĐ", "title_number": "CH 1"}
    data = QueryDict("title_number=CH+2")
    read = read_page(form, "chi-tiet", data, before, today=TODAY)
    assert read == {**before, "title_number": "CH 2"}


def test_rows_are_added_and_removed_without_scripts():
    form = rules_of("1.001612").form
    answers = add_row(form, {}, "lines")
    assert answers == {"lines": [{}, {}]}
    answers = {"lines": [{"line_code": "5610"}, {"line_code": "4711"}]}
    answers = add_row(form, answers, "lines")
    assert [row.get("line_code") for row in answers["lines"]] == ["5610", "4711", None]
    answers = remove_row(answers, "lines.0")
    assert [row.get("line_code") for row in answers["lines"]] == ["4711", None]
    section = page_section(form, "nganh-nghe", answers, Showing("vi", TODAY))
    (group,) = section.fields
    assert [field.name for field in group.items[1]] == [
        "lines.1.line_name",
        "lines.1.line_code",
        "lines.1.is_main",
    ]


def test_a_question_that_follows_another_says_when_it_is_to_be_answered():
    form = rules_of("1.001193").form
    section = page_section(form, "ban-sao", {}, Showing("vi", TODAY))
    copies = next(field for field in section.fields if field.name == "copies")
    assert copies.shown_when is not None
    assert (copies.shown_when.name, copies.shown_when.values) == ("wants_copies", ("yes",))
    assert copies.shown_when.sentence == (
        "Chỉ trả lời khi câu “Anh/chị có cần bản sao Giấy khai sinh không?” là “Có”."
    )


def test_only_what_an_official_reopened_can_be_changed():
    form = rules_of("1.001193").form
    showing = Showing(
        "vi",
        TODAY,
        remarks={"child_sex": "Khác giấy chứng sinh"},
        open_keys=frozenset({"child_sex"}),
    )
    section = page_section(form, "tre", {}, showing)
    open_fields = [field.name for field in section.fields if not field.locked]
    assert open_fields == ["child_sex"]
    (remark,) = [field.remark for field in section.fields if field.remark]
    assert remark == "Khác giấy chứng sinh"


def test_an_official_sees_form_and_item_beside_each_question():
    form = rules_of("1.001193").form
    section = page_section(form, "tre", {}, Showing("vi", TODAY, cites=True))
    sex = next(field for field in section.fields if field.name == "child_sex")
    assert sex.citation.startswith("Tờ khai đăng ký khai sinh, 7 (Thông tư 04/2020/TT-BTP")


KNOWN = {
    "person.full_name": "Trần Thị Hoa",
    "person.birth_date": "1994-02-03",
    "person.citizen_number": "001194000123",
    "person.address": {"line": "Số 1", "province": "01", "commune": "00004"},
    "person.phone": "0912345678",
    "person.document": {"type": "citizen-number", "number": "001194000123", "country": "VN"},
    "person.ethnicity": "01",
    "person.nationality": "XX",
}


def test_what_is_known_is_filled_in_where_it_fits():
    form = rules_of("1.001193").form
    first = known_answers(form, "nguoi-yeu-cau", {}, KNOWN, today=TODAY)
    assert first["requester_name"] == "Trần Thị Hoa"
    assert first["requester_document"]["number"] == "001194000123"
    mother = known_answers(form, "me", {"relation": "mother"}, KNOWN, today=TODAY)
    assert mother["mother_name"] == "Trần Thị Hoa"
    assert "mother_nationality" not in mother, "no such country: the question would refuse it"
    assert known_answers(form, "me", {"relation": "father"}, KNOWN, today=TODAY) == {}
    own = {"requester_name": "Tên khác"}
    assert "requester_name" not in known_answers(form, "nguoi-yeu-cau", own, KNOWN, today=TODAY)


@pytest.mark.parametrize("code", CODES)
def test_the_summary_shows_every_answer_in_words(code):
    rules = rules_of(code)
    answers = max(covering_answers(rules, today=TODAY).samples, key=len)
    for language in ("vi", "en"):
        pages = summary(rules.form, answers, language, today=TODAY)
        rows = {row.path: row.answer for page in pages for row in page.rows}
        for key, value in answers.items():
            paths = [path for path in rows if path.split(".")[0] == key]
            assert paths, key
            assert all(rows[path] for path in paths), (key, value)


@pytest.mark.parametrize("code", CODES)
def test_a_form_prints_blank_and_with_its_answers(code):
    rules = rules_of(code)
    at = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert form_pdf(rules.form, None, Print(), at=at).startswith(b"%PDF-")
    for answers in covering_answers(rules, today=TODAY).samples[:3]:
        printed = Print("UBND phường Cửa Nam", "H26.1-261120-0001", TODAY, "Trần Thị Hoa")
        assert form_pdf(rules.form, answers, printed, at=at)
        said = str(form_data(rules.form, answers, printed))
        for page in summary(rules.form, answers, "vi", today=TODAY):
            for row in page.rows:
                given = row.answer.split("; ")  # several choices are boxes
                assert all(part in said for part in given) or row.answer == "Đã cam đoan"


def test_a_blank_form_carries_every_question():
    form = rules_of("1.004222").form
    said = str(form_data(form, None, Print()))
    for question in form.spec.every_question():
        if question.kind != "notice":
            assert question.label["vi"] in said


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["Việt Nam", "Ả Rập Xê-út", "Afghanistan", "Ai Cập"]),
        ("en", ["Vietnam", "Afghanistan", "Åland Islands", "Albania"]),
    ],
)
def test_countries_stand_in_the_alphabet_of_the_page_s_language(language, names):
    form = rules_of("1.001193").form
    section = page_section(form, "tre", {}, Showing(language, TODAY))
    drawn = {one.name: one for one in section.fields if isinstance(one, ui.Field)}
    assert [option.label for option in drawn["child_nationality"].options][:4] == names
    peoples = [option.label for option in drawn["child_ethnicity"].options]
    assert peoples[0].startswith("Kinh"), "the order of the decree stays"
