"""A compiled form: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, strategies as st

from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.questions import Option
from motcua.procedures.base.forms.spec import FormSpec

TODAY = date(2026, 11, 20)


def text(words):
    return {"vi": words, "en": words}


def question(key, kind, **more):
    return {"key": key, "kind": kind, "label": text(key), **more}


def compiled(*questions, checks=(), pages=None, **more):
    pages = pages or [{"code": "p", "title": text("p"), "questions": list(questions)}]
    spec = FormSpec.model_validate({"title": text("f"), "pages": pages, "checks": list(checks)})
    return CompiledForm(spec, more.pop("lists", {}), **more)


def codes(form, answers):
    return [(item.path, item.code) for item in form.validate(answers, today=TODAY).errors]


def clean(form, answers):
    validated = form.validate(answers, today=TODAY)
    assert validated.is_valid, validated.errors
    return validated.clean


GOOD = [
    ("text", {}, "  Số  12  phố Huế ", "Số 12 phố Huế"),
    ("text", {"pattern": r"\d{4}", "pattern_message": text("m")}, "1234", "1234"),
    ("long-text", {}, " một \r\n hai\n", "một\nhai"),
    ("name", {}, unicodedata.normalize("NFD", "Đặng Thị Ánh-Tuyết O’Neil"),
     "Đặng Thị Ánh-Tuyết O’Neil"),
    ("name", {}, "Łukasz Šimůnek", "Łukasz Šimůnek"),
    ("name-parts", {}, {"family": "Lê", "middle": "", "given": "An"},
     {"family": "Lê", "middle": "", "given": "An"}),
    ("date", {"latest": "today"}, "2026-11-20", "2026-11-20"),
    ("partial-date", {}, "1990", "1990"),
    ("partial-date", {}, "1990-05", "1990-05"),
    ("number", {"max": 10}, 10, 10),
    ("money", {}, 100_000, 100_000),
    ("choice", {"options": [{"value": "a", "label": text("a")}]}, "a", "a"),
    ("choices", {"options": [{"value": v, "label": text(v)} for v in "ab"]}, ["b", "a"],
     ["a", "b"]),
    ("yes-no", {}, False, False),
    ("declaration", {}, True, True),
    ("place", {}, {"province": "01", "commune": "00004"}, {"province": "01", "commune": "00004"}),
    ("address", {}, {"line": "Số 1", "province": "01", "commune": "00004"},
     {"line": "Số 1", "province": "01", "commune": "00004"}),
    ("citizen-number", {}, "001 190 000 001", "001190000001"),
    ("identity-document", {}, {"type": "passport", "number": "ab 123456", "country": "FR"},
     {"type": "passport", "number": "AB123456", "country": "FR"}),
    ("identity-document", {}, {"type": "citizen-number", "number": "001190000001"},
     {"type": "citizen-number", "number": "001190000001", "country": "VN"}),
    ("phone", {}, "+84 912.345.678", "0912345678"),
    ("email", {}, "ten.toi@example.vn", "ten.toi@example.vn"),
    ("tax-code", {}, "0100109106", "0100109106"),
    ("tax-code", {}, "0100109106001", "0100109106-001"),
    ("files", {}, ["a1b2c3d4-0000"], ["a1b2c3d4-0000"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "spec", "sent", "expected"), GOOD)
def test_a_good_answer_comes_out_clean(kind, spec, sent, expected):
    form = compiled(question("q", kind, **spec))
    assert clean(form, {"q": sent}) == {"q": expected}
    assert clean(form, {"q": expected}) == {"q": expected}


BAD = [
    ("text", {}, 5, "q", "type"),
    ("text", {}, "a\x00b", "q", "unsafe"),
    ("text", {}, "a\u202eb", "q", "unsafe"),
    ("text", {}, "\ud800", "q", "unsafe"),
    ("text", {"max_length": 3}, "abcd", "q", "too-long"),
    ("text", {"pattern": r"\d{4}", "pattern_message": text("m")}, "12345", "q", "pattern"),
    ("text", {}, "   ", "q", "required"),
    ("long-text", {}, "a\u2066b", "q", "unsafe"),
    ("name", {}, "An 2", "q", "not-a-name"),
    ("name", {}, "<b>An</b>", "q", "not-a-name"),
    ("name", {}, "- -", "q", "not-a-name"),
    ("name-parts", {}, {"family": "Lê", "given": ""}, "q.given", "required"),
    ("name-parts", {}, {"family": "Lê", "nick": "x"}, "q", "type"),
    ("date", {"latest": "today"}, "2026-11-21", "q", "future"),
    ("date", {}, "1899-12-31", "q", "too-early"),
    ("date", {"latest": "today-18y"}, "2010-01-01", "q", "too-late"),
    ("date", {}, "2026-02-29", "q", "not-a-date"),
    ("date", {}, "2026-W20-1", "q", "not-a-date"),
    ("date", {}, {"day": "1", "month": "x"}, "q", "not-a-date"),
    ("partial-date", {}, "1990-13", "q", "not-a-date"),
    ("partial-date", {"latest": "today"}, "2027", "q", "future"),
    ("number", {}, "5", "q", "not-a-number"),
    ("number", {}, True, "q", "not-a-number"),
    ("number", {"min": 1}, 0, "q", "too-small"),
    ("money", {"max": 10}, 11, "q", "too-big"),
    ("choice", {"options": [{"value": "a", "label": text("a")}]}, "b", "q", "not-an-option"),
    ("choice", {"options": [{"value": "a", "label": text("a")}]}, ["a"], "q", "not-an-option"),
    ("choices", {"options": [{"value": "a", "label": text("a")}]}, ["a", "a"], "q",
     "not-an-option"),
    ("choices", {"options": [{"value": "a", "label": text("a")}]}, "a", "q", "type"),
    ("yes-no", {}, "yes", "q", "type"),
    ("declaration", {}, False, "q", "required"),
    ("place", {}, {"province": "01"}, "q.commune", "required"),
    ("place", {}, {"province": "1", "commune": "x"}, "q.commune", "not-a-place"),
    ("place", {}, {"province": "", "commune": ""}, "q", "required"),
    ("address", {}, {"line": "", "province": "01", "commune": "00004"}, "q.line", "required"),
    ("address", {}, {"line": "Số 1"}, "q.province", "required"),
    ("citizen-number", {}, "000190000001", "q", "not-a-citizen-number"),
    ("citizen-number", {}, "٠٠١١٩٠٠٠٠٠٠١", "q", "unsafe"),
    ("text", {}, "東京", "q", "unsafe"),
    ("text", {}, "vui 😀", "q", "unsafe"),
    ("long-text", {}, "một\nhai\x07", "q", "unsafe"),
    ("identity-document", {}, {"type": "citizen-number", "number": "12"}, "q.number",
     "not-a-citizen-number"),
    ("identity-document", {}, {"type": "old-id", "number": "123456789", "country": "FR"},
     "q.country", "not-an-option"),
    ("identity-document", {}, {"type": "x", "number": "12"}, "q.type", "not-an-option"),
    ("phone", {}, "12345", "q", "not-a-phone"),
    ("email", {}, "a@b", "q", "not-an-email"),
    ("tax-code", {}, "0100109107", "q", "not-a-tax-code"),
    ("files", {}, ["../etc/passwd"], "q", "type"),
    ("files", {"max": 1}, ["a1b2c3d4", "a1b2c3d5"], "q", "too-many"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "spec", "sent", "path", "code"), BAD)
def test_a_bad_answer_is_refused_where_it_stands(kind, spec, sent, path, code):
    assert codes(compiled(question("q", kind, **spec)), {"q": sent}) == [(path, code)]


@pytest.mark.parametrize(("kind", "spec", "sent", "path", "code"), BAD)
def test_every_refusal_is_a_sentence_in_both_languages(kind, spec, sent, path, code):
    form = compiled(question("q", kind, **spec))
    (wrong,) = form.validate({"q": sent}, today=TODAY).errors
    assert wrong.say("vi")
    assert wrong.say("en")
    assert wrong.say("tay") == wrong.say("vi")
    assert "{" not in wrong.say("en")


def test_a_question_that_need_not_be_answered_may_be_left_out():
    form = compiled(question("q", "text", required=False))
    assert clean(form, {}) == {}
    assert clean(form, {"q": None}) == {}
    assert clean(form, {"q": " "}) == {}


def test_unknown_keys_are_refused():
    form = compiled(question("q", "text"))
    assert codes(form, {"q": "a", "z": 1}) == [("z", "unknown")]
    assert codes(form, []) == [("", "type")]


def test_a_hidden_answer_is_dropped_and_those_behind_it_too():
    form = compiled(
        question("married", "yes-no"),
        question("spouse", "name", when="married"),
        question("spouse_birth", "date", when="filled(spouse)"),
    )
    sent = {"married": False, "spouse": "An", "spouse_birth": "1990-01-01"}
    assert clean(form, sent) == {"married": False}
    assert codes(form, {"married": True}) == [("spouse", "required")]


def test_a_hidden_page_asks_nothing():
    pages = [
        {"code": "a", "title": text("a"), "questions": [question("x", "yes-no")]},
        {
            "code": "b",
            "title": text("b"),
            "when": "x",
            "questions": [question("y", "text", when="x")],
        },
    ]
    form = compiled(pages=pages)
    assert clean(form, {"x": False, "y": "z"}) == {"x": False}
    assert [page.code for page in form.visible_pages({"x": False}, today=TODAY)] == ["a"]
    assert [page.code for page in form.visible_pages({"x": True}, today=TODAY)] == ["a", "b"]


def group(**more):
    return question(
        "rows",
        "group",
        item_label=text("r"),
        add_label=text("+"),
        questions=[
            question("name", "name"),
            question("head", "yes-no", required=False),
            question("note", "text", when="head"),
        ],
        **more,
    )


def test_rows_are_judged_one_by_one():
    form = compiled(group(min=1, max=2))
    assert clean(form, {"rows": [{"name": "An", "note": "x"}]}) == {"rows": [{"name": "An"}]}
    assert codes(form, {"rows": [{"name": "An"}, {"name": "7", "head": True}]}) == [
        ("rows.1.name", "not-a-name"),
        ("rows.1.note", "required"),
    ]
    assert codes(form, {}) == [("rows", "too-few")]
    assert codes(form, {"rows": [{"name": "A"}] * 3}) == [("rows", "too-many")]
    assert codes(form, {"rows": [{"name": "An", "x": 1}]}) == [("rows", "unknown")]
    assert codes(form, {"rows": "x"}) == [("rows", "type")]
    assert codes(form, {"rows": [1]}) == [("rows", "type")]


def test_a_check_across_questions_speaks_for_itself():
    check = {
        "code": "mother-older",
        "at": "mother",
        "must": "mother < child",
        "message": {"vi": "Mẹ phải sinh trước con.", "en": "The mother is older."},
    }
    form = compiled(question("mother", "date"), question("child", "date"), checks=[check])
    assert clean(form, {"mother": "1990-01-01", "child": "2020-01-01"})
    (wrong,) = form.validate({"mother": "2021-01-01", "child": "2020-01-01"}, today=TODAY).errors
    assert (wrong.path, wrong.code, wrong.say("vi")) == (
        "mother",
        "mother-older",
        "Mẹ phải sinh trước con.",
    )
    # What is missing or wrong by itself is not said twice.
    assert codes(form, {"child": "2020-01-01"}) == [("mother", "required")]


def test_a_check_can_be_made_of_every_row_and_of_all_rows():
    checks = [
        {
            "code": "one-head",
            "at": "rows",
            "must": "count(rows, head) == 1",
            "message": text("one"),
        },
        {
            "code": "named",
            "at": "name",
            "each": "rows",
            "must": "name != 'Ma'",
            "message": text("no"),
        },
    ]
    form = compiled(group(), checks=checks)
    rows = [{"name": "An", "head": False}, {"name": "Ma", "head": False}]
    assert codes(form, {"rows": rows}) == [("rows", "one-head"), ("rows.1.name", "named")]


def test_a_page_is_judged_beside_a_draft_that_is_not_finished():
    pages = [
        {
            "code": "a",
            "title": text("a"),
            "questions": [question("x", "date"), question("w", "text")],
        },
        {
            "code": "b",
            "title": text("b"),
            "questions": [question("y", "text", when="days_since(x) > 1"), question("z", "number")],
        },
    ]
    form = compiled(pages=pages)
    draft = {"x": {"day": "3", "month": "", "year": ""}, "y": "kept", "z": "abc"}
    judged = form.validate_page("b", draft, today=TODAY)
    assert judged.clean == {}
    assert [item.path for item in judged.errors] == ["z"]
    draft["x"] = "2026-01-01"
    assert form.validate_page("b", {**draft, "z": 3}, today=TODAY).clean == {"y": "kept", "z": 3}


def test_a_shared_list_offers_its_answers():
    lists = {"countries": (Option(value="VN", label=text("Việt Nam")),)}
    form = compiled(question("q", "choice", list="countries"), lists=lists)
    assert clean(form, {"q": "VN"}) == {"q": "VN"}
    assert codes(form, {"q": "XX"}) == [("q", "not-an-option")]


class _Book:
    def holds(self, province, commune):
        return (province, commune) == ("01", "00004")


def test_a_commune_must_lie_in_its_province():
    form = compiled(question("q", "place"), places=_Book())
    assert clean(form, {"q": {"province": "01", "commune": "00004"}})
    assert codes(form, {"q": {"province": "02", "commune": "00004"}}) == [
        ("q.commune", "not-a-place")
    ]


EVERY_KIND = [question(f"q{i}", kind, **spec) for i, (kind, spec, *_rest) in enumerate(GOOD)] + [
    group()
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([q["key"] for q in EVERY_KIND] + ["zzz"]), JSON, max_size=8))
def test_no_json_makes_a_form_fail_in_another_way(answers):
    form = compiled(*EVERY_KIND)
    validated = form.validate(answers, today=TODAY)
    for wrong in validated.errors:
        assert wrong.say("vi")
    form.validate_page("p", answers, today=TODAY)


@given(st.text())
def test_clean_text_is_stable_and_prints(words):
    form = compiled(question("q", "text", required=False))
    validated = form.validate({"q": words}, today=TODAY)
    if validated.is_valid and validated.clean:
        once = validated.clean["q"]
        assert once.encode()
        assert form.validate({"q": once}, today=TODAY).clean == {"q": once}


SEXES = [{"value": value, "label": text(value)} for value in ("male", "female")]


def people():
    """A form that asks one person outside a group and some within."""
    return compiled(
        question("born", "partial-date"),
        question("sex", "choice", options=SEXES, required=False),
        question("number", "citizen-number", born="born", sex="sex"),
        question("paper", "identity-document", born="born", required=False),
        question(
            "others",
            "group",
            item_label=text("i"),
            add_label=text("a"),
            questions=[
                question("other_born", "date"),
                question("other_number", "citizen-number", born="other_born"),
            ],
        ),
    )


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"born": "1990", "sex": "female"}, []),
        ({"born": "1990-05-12"}, []),
        ({"born": "1991", "sex": "female"}, [("number", "number-not-birth")]),
        ({"born": "2090", "sex": "female"}, [("number", "number-not-birth")]),
        ({"born": "1990", "sex": "male"}, [("number", "number-not-sex")]),
        (
            {"born": "1985", "sex": "male"},
            [("number", "number-not-birth"), ("number", "number-not-sex")],
        ),
        (
            {"born": "1990", "paper": {"type": "citizen-number", "number": "001185000001"}},
            [("paper.number", "number-not-birth")],
        ),
        ({"born": "1990", "paper": {"type": "passport", "number": "B1234567"}}, []),
        (
            {
                "born": "1990",
                "others": [
                    {"other_born": "1985-01-01", "other_number": "001085000456"},
                    {"other_born": "1986-01-01", "other_number": "001085000456"},
                ],
            },
            [("others.1.other_number", "number-not-birth")],
        ),
    ],
)
def test_a_number_that_tells_another_birth_or_sex_is_refused_at_the_number(answers, wrong):
    assert codes(people(), {"number": "001190000123", **answers}) == wrong


def test_the_sentence_names_the_question_that_does_not_agree_and_repeats_no_number():
    sent = {"number": "001190000123", "born": "1991"}
    (wrong,) = people().validate(sent, today=TODAY).errors
    assert "“born”" in wrong.say("vi")
    assert "1990" not in wrong.say("vi") + wrong.say("en")


def test_powers_of_powers_are_refused_at_once_and_not_worked_out():
    """Nine times to the fourth power: a number of 13 million bits, or the memory's end."""
    powers = [
        question(f"c{n}", "calculated", value=f"times({old}, {old}, {old}, {old})")
        for n, old in enumerate(("a", *(f"c{n}" for n in range(8))))
    ]
    form = compiled(question("a", "number", max=10**15), *powers)
    judged = form.validate({"a": 999_999_999_999_999}, today=TODAY)
    assert [(wrong.path, wrong.code) for wrong in judged.errors][:1] == [("c0", "too-big")]
    assert "9.007.199.254.740.991" in judged.errors[0].say("vi")
    assert judged.clean == {"a": 999_999_999_999_999}
    assert form.validate({"a": 9}, today=TODAY).clean["c1"] == 9**16


def test_a_text_that_is_too_long_is_told_the_limit_and_what_was_typed():
    form = compiled(question("q", "long-text", max_length=10))
    (wrong,) = form.validate({"q": "mười một ký"}, today=TODAY).errors
    assert "chỉ được 10 ký tự mà anh/chị đã gõ 11" in wrong.say("vi")


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Ánh", "H'Hen Niê", "Jean-Luc O’Neil", "Müller Jr.", "សុខ សុភា", "J.-P. d'Été",
     "Ravi s/o Kumar"],
)  # fmt: skip
def test_names_of_any_script_are_taken(name):
    assert clean(compiled(question("q", "name")), {"q": name}) == {"q": name}


@pytest.mark.parametrize(
    "name",
    ["An 😀", "An2", "An²", "A&B", "An (Bob)", "An, Bình", "An+", "/An", "An_B", "...", "An©"],
)
def test_what_is_no_letter_is_in_no_name(name):
    assert {code for _path, code in codes(compiled(question("q", "name")), {"q": name})} <= {
        "not-a-name",
        "unsafe",
    }
    assert codes(compiled(question("q", "name")), {"q": name})
