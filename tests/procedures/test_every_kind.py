"""A form with every kind of question: answered, refused, drawn, posted back, summed up, printed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import jsonschema_rs
import pytest
from django.http import QueryDict
from lxml import html

from motcua.procedures.base.conditions.compiling import Scope, Type, compile_condition
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.points import degrees
from motcua.procedures.base.forms.posting import read_page
from motcua.procedures.base.forms.prefilling import known_answers
from motcua.procedures.base.forms.printing import Print, form_data, form_pdf
from motcua.procedures.base.forms.samples import sample_answers, wrong_answers
from motcua.procedures.base.forms.schema import answers_schema
from motcua.procedures.base.forms.summary import changed, summary
from motcua.ui.forms import render_section
from tests.procedures.every_kind import asked, every_kind, text

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def form():
    return every_kind()


@pytest.fixture(scope="module")
def answers(form):
    return sample_answers(form, seed=5, today=TODAY)


def test_valid_answers_come_out_as_they_went_in(form, answers):
    again = form.validate(json.loads(json.dumps(answers)), today=TODAY)
    assert again.is_valid
    assert again.clean == answers


def test_each_wrong_answer_is_refused_at_its_question(form, answers):
    for key, wrong in wrong_answers(form, answers):
        errors = form.validate(wrong, today=TODAY).errors
        assert key in {error.path.split(".")[0] for error in errors}, (key, wrong.get(key))
        assert all(error.say("vi") and error.say("en") for error in errors)


def test_what_one_question_allows_is_not_held_against_it():
    wide = [
        asked("debt", "number", "Chênh lệch", min=-1_000_000, max=10**14),
        asked("loss", "money", "Lãi, lỗ", min=-(10**9)),
        asked("since", "date", "Từ ngày", earliest="1428-04-29"),
        asked("about", "partial-date", "Khoảng năm", earliest="1010-01-01"),
        asked("agreed", "declaration", "Đồng ý nhận tin", required=False),
    ]
    page = {"code": "don", "title": text("Đơn"), "questions": wide}
    form = every_kind(pages=[page], checks=[])
    answers = sample_answers(form, seed=5, today=TODAY)
    cases = wrong_answers(form, {**answers, "agreed": True})
    assert {key for key, _wrong in cases} >= {question["key"] for question in wide}
    for key, wrong in cases:
        errors = form.validate(wrong, today=TODAY).errors
        assert key in {error.path.split(".")[0] for error in errors}, (key, wrong.get(key))


def test_what_is_worked_out_is_never_typed(form, answers):
    typed = {**answers, "total": 1, "all_goods": 1}
    clean = form.validate(typed, today=TODAY).clean
    assert clean["total"] == answers["copies"] * answers["price"]
    assert clean["all_goods"] == sum(row["line"] for row in answers["goods"])


def test_the_answers_fulfil_the_schema_of_the_form(form, answers):
    jsonschema_rs.validate(answers_schema(form), answers)


@pytest.mark.parametrize("code", ["don", "ghep"])
def test_a_page_drawn_and_posted_back_gives_the_same_answers(form, answers, code):
    drawn = render_section(page_section(form, code, answers, Showing("vi", TODAY)))
    page = html.fromstring(f"<form>{drawn}</form>")
    posted = QueryDict(mutable=True)
    for name, value in page.form_values():
        posted.appendlist(name, value)
    read = read_page(form, code, posted, answers, today=TODAY)
    assert form.validate(read, today=TODAY).clean == answers


@pytest.mark.parametrize("language", ["vi", "en"])
def test_two_questions_of_one_label_are_changed_each_for_itself(language):
    page = {
        "code": "p",
        "title": text("Trang"),
        "questions": [
            asked("mother", "text", "Họ và tên"),
            asked("father", "text", "Họ và tên"),
            {**asked("place", "text", "Nơi cấp"), "label": {"vi": "Nơi cấp", "en": "Issued at"}},
        ],
    }
    form = every_kind([page], [])
    before = {"mother": "An", "father": "Bình", "place": "Hà Nội"}
    after = {**before, "mother": "Anh", "place": "Huế"}
    place = {"vi": "Nơi cấp", "en": "Issued at"}[language]
    assert changed(form, before, after, language, today=TODAY) == (
        ("Họ và tên", "An", "Anh"),
        (place, "Hà Nội", "Huế"),
    )
    assert changed(form, before, before, language, today=TODAY) == ()


def test_every_answer_is_in_the_summary_and_the_print(form, answers):
    pages = summary(form, answers, "vi", today=TODAY)
    rows = {row.path: row for page in pages for row in page.rows}
    assert rows["owner.full_name"].answer == answers["owner"]["full_name"]
    assert rows["owner.full_name"].question == "Chủ hộ: Họ và tên"
    assert "goods.0.line" in rows
    assert form_pdf(form, answers, Print(), at=datetime(2026, 11, 20, tzinfo=UTC))[:5] == b"%PDF-"
    assert form_pdf(form, None, Print(), at=datetime(2026, 11, 20, tzinfo=UTC))[:5] == b"%PDF-"


def test_a_wrong_part_of_a_person_is_named_with_the_person(form, answers):
    owner = {**answers["owner"], "full_name": "12345"}
    (error,) = form.validate({**answers, "owner": owner}, today=TODAY).errors
    assert error.path == "owner.full_name"
    assert error.say("vi").startswith("Chủ hộ: Họ và tên: ")


def test_conditions_reach_into_a_person(form, answers):
    grown = compile_condition("age(owner.birth_date) >= 0", form.scope)
    assert grown.holds(answers, TODAY)


def test_what_a_row_asks_on_a_condition_is_drawn_with_the_answer_it_hangs_on(form, answers):
    member = {"full_name": "Trần Văn An", "birth_date": "2015-05-17"}
    given = {**answers, "members": [{"member": member, "minor": False}]}
    drawn = render_section(page_section(form, "ghep", given, Showing("vi", TODAY)))
    page = html.fromstring(f"<form>{drawn}</form>")
    (guardian,) = page.xpath("//*[@id='f-members-0-guardian-question']")
    assert guardian.get("data-shown-when") == "members.0.minor"
    assert form.validate(given, today=TODAY).is_valid
    asked = {**answers, "members": [{"member": member, "minor": True}]}
    (missing,) = form.validate(asked, today=TODAY).errors
    assert (missing.path, missing.code) == ("members.0.guardian", "required")


def test_a_point_outside_the_country_or_the_wrong_way_round_is_refused(form, answers):
    for north, east in (("105.8", "21.0"), ("17.97", "102.6"), ("0", "0")):
        spot = {"system": "wgs84", "north": north, "east": east}
        (error,) = form.validate({**answers, "spot": spot}, today=TODAY).errors
        assert error.code == "not-in-vietnam"
    where = {"words": "Cạnh đình làng Đông"}
    assert form.validate({**answers, "spot": where}, today=TODAY).clean["spot"] == where


def test_vn_2000_metres_are_brought_to_degrees():
    point = {"system": "vn2000", "north": "2325000", "east": "583000", "meridian": "105-00"}
    latitude, longitude = degrees(point)
    assert (round(latitude, 4), round(longitude, 4)) == (21.0176, 105.7985)


def test_an_old_place_says_that_it_is_old(form, answers):
    home = {**answers["home"], "era": "before-2025-07"}
    clean = form.validate({**answers, "home": home}, today=TODAY).clean
    assert clean["home"] == home
    rows = {row.path: row for page in summary(form, clean, "vi", today=TODAY) for row in page.rows}
    assert rows["home"].answer.endswith("(địa giới trước ngày 01/7/2025)")
    (error,) = form.validate({**answers, "where": {**answers["where"], "era": "before-2025-07"}},
                             today=TODAY).errors  # fmt: skip
    assert error.path == "where.era"


def test_a_known_person_fills_what_is_asked_and_a_household_its_rows(form):
    known = {
        "person": {"full_name": "Nguyễn Thị An", "birth_date": "1990-01-02", "phone": "0912345678"},
        "person.full_name": "Nguyễn Thị An",
    }
    taken = known_answers(form, "ghep", {}, known, today=TODAY)
    assert taken["owner"] == {"full_name": "Nguyễn Thị An", "birth_date": "1990-01-02"}


@pytest.mark.parametrize(
    ("words", "answers", "expected"),
    [
        ("sum(a, b) == 3", {"a": 1, "b": 2}, True),
        ("sum(a, b) == 1", {"a": 1}, True),
        ("minus(a, b) < 0", {"a": 1, "b": 2}, True),
        ("times(a, b) == 6", {"a": 2, "b": 3}, True),
        ("times(a, b) >= 0", {"a": 2}, False),
        ("age(born) == 18", {"born": "2008-11-20"}, True),
        ("age(born) == 17", {"born": "2008-11-21"}, True),
    ],
)
def test_numbers_are_worked_out(words, answers, expected):
    paths = {"a": Type.NUMBER, "b": Type.NUMBER, "born": Type.DATE}
    assert compile_condition(words, Scope(paths)).holds(answers, TODAY) is expected


def test_a_household_fills_the_rows_of_a_group():
    rows = asked(
        "members", "group", "Thành viên", max=2, prefill="household.members",
        item_label=text("Thành viên"), add_label=text("Thêm"),
        questions=[
            asked("member_name", "name", "Họ và tên", prefill="member.full_name"),
            asked("member_born", "date", "Ngày sinh", prefill="member.birth_date"),
            asked("note", "text", "Ghi chú"),
        ],
    )  # fmt: skip
    form = every_kind([{"code": "p", "title": text("p"), "questions": [rows]}], ())
    household = [{"full_name": f"Trần Văn {name}", "birth_date": "2015-05-17"} for name in "ABC"]
    taken = known_answers(form, "p", {}, {"household.members": household}, today=TODAY)
    assert taken["members"] == [
        {"member_name": "Trần Văn A", "member_born": "2015-05-17"},
        {"member_name": "Trần Văn B", "member_born": "2015-05-17"},
    ]


@pytest.mark.parametrize(("bounds", "count"), [({"max": 3}, 3), ({"min": 6}, 6), ({}, 4)])
def test_a_blank_table_has_as_many_rows_as_may_be_filled_in(bounds, count):
    rows = asked(
        "goods", "table", "Hàng hóa", item_label=text("Dòng"), add_label=text("Thêm dòng"),
        questions=[asked("good", "text", "Tên hàng")], **bounds,
    )  # fmt: skip
    form = every_kind([{"code": "p", "title": text("Trang"), "questions": [rows]}], [])
    (section,) = form_data(form, None, Print())["fields"]["sections"]
    assert len(section["rows"][0]["rows"]) == count


@pytest.mark.parametrize(
    ("label", "said"),
    [("Vì sao không?", "Vì sao không: anh/chị"), ("Họ và tên", "Họ và tên: anh/chị")],
)
def test_what_is_wrong_is_said_after_a_question_without_a_second_mark(label, said):
    page = {"code": "p", "title": text("Trang"), "questions": [asked("why", "text", label)]}
    (wrong,) = every_kind([page], []).validate({}, today=date(2026, 11, 20)).errors
    assert wrong.say("vi") == f"{said} chưa trả lời."
