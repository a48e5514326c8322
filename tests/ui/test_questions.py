"""Questions look and behave as promised, whatever their kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.ui.catalogue import members, other_fields, text_fields
from motcua.ui.fields import (
    AddressParts,
    DateParts,
    Field,
    FileItem,
    Group,
    Kind,
    Look,
    Option,
    PlaceParts,
    Section,
    Value,
)
from motcua.ui.posted import Pressed, item_count, pressed, value_of
from tests.ui.html import drawn, sent, words

OPTIONS = (Option("a", "Một"), Option("b", "Hai"))
NASTY = "\"><script>alert(1)</script> &amp; ' {{ x }} {% now %}"
VALUES: dict[Kind, Value] = {
    Kind.TEXT: NASTY,
    Kind.LONG_TEXT: NASTY,
    Kind.NAME: NASTY,
    Kind.DATE: DateParts("31", "2", "19x0"),
    Kind.NUMBER: NASTY,
    Kind.MONEY: "20000",
    Kind.CHOICE: "b",
    Kind.CHOICES: ("a", "b"),
    Kind.YES_NO: "no",
    Kind.PLACE: PlaceParts("a", "b"),
    Kind.ADDRESS: AddressParts(NASTY, "a", "b"),
    Kind.CITIZEN_NUMBER: NASTY,
    Kind.PHONE: NASTY,
    Kind.EMAIL: NASTY,
    Kind.TAX_CODE: NASTY,
}


def a_field(kind: Kind, **changes: object) -> Field:
    field = Field("members.0.one", kind, "Câu hỏi", options=OPTIONS, communes=OPTIONS)
    return replace(field, **changes)


@pytest.mark.parametrize(("kind", "value"), VALUES.items())
def test_what_was_typed_comes_back_the_same(kind: Kind, value: Value) -> None:
    options = () if kind is Kind.YES_NO else OPTIONS
    form = drawn(a_field(kind, value=value, options=options))
    assert value_of("members.0.one", kind, sent(form)) == value


@pytest.mark.parametrize("kind", Kind)
def test_nothing_typed_becomes_markup(kind: Kind) -> None:
    field = a_field(
        kind,
        value=VALUES.get(kind, ()),
        label=NASTY,
        hint=NASTY,
        help=NASTY,
        errors=(NASTY,),
        remark=NASTY,
        citation=NASTY,
        attributes={"accept": NASTY},
        options=(Option(NASTY, NASTY, NASTY),),
    )
    for one in (field, replace(field, locked=True)):
        assert not drawn(one).findall(".//script")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NOTICE])
def test_every_question_says_its_label_hint_and_error_and_ties_them_to_the_control(
    kind: Kind,
) -> None:
    field = a_field(kind, value=VALUES.get(kind, ()), hint="Gợi ý", errors=("Chưa đúng",))
    form = drawn(field)
    assert "Câu hỏi" in words(form)
    described = form.xpath("//*[@aria-describedby]")[0].get("aria-describedby").split()
    assert "".join(words(form.get_element_by_id(one)) for one in described) == "Gợi ýLỗi: Chưa đúng"
    target, message = next(Section("", (field,)).problems())
    assert message == "Chưa đúng"
    assert form.get_element_by_id(target).tag in {"input", "select", "textarea", "output"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_control_has_a_label_of_its_own(kind: Kind) -> None:
    form = drawn(a_field(kind, value=VALUES.get(kind, ())))
    labelled = {label.get("for") for label in form.iter("label")}
    controls = form.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert {control.get("id") for control in controls} <= labelled


def test_only_what_may_be_left_out_is_marked() -> None:
    assert "không bắt buộc" not in words(drawn(a_field(Kind.TEXT)))
    assert "không bắt buộc" in words(drawn(a_field(Kind.TEXT, required=False)))


def test_a_choice_of_more_than_seven_becomes_a_list_unless_the_pack_says_otherwise() -> None:
    many = tuple(Option(str(i), f"Số {i}") for i in range(8))
    assert drawn(a_field(Kind.CHOICE, options=many)).xpath("//select")
    assert not drawn(a_field(Kind.CHOICE, options=many, look=Look.RADIOS)).xpath("//select")
    assert not drawn(a_field(Kind.CHOICE)).xpath("//select")


def test_a_locked_answer_is_read_and_not_posted() -> None:
    form = drawn(a_field(Kind.CHOICE, value="b", locked=True))
    assert "Hai" in words(form)
    assert not sent(form)


def test_kept_files_are_listed_with_a_button_that_drops_each() -> None:
    files = (FileItem("k1", "giấy.pdf", 2_400_000, "/f/1"), FileItem("k2", "ảnh.heic", 900))
    form = drawn(a_field(Kind.FILES, value=files))
    assert "giấy.pdf 2,3 MB" in words(form)
    assert [b.get("value") for b in form.xpath("//button[@name='_drop']")] == ["k1", "k2"]


def test_a_chooser_takes_several_files_only_where_the_paper_does() -> None:
    one, many = drawn(a_field(Kind.FILES)), drawn(a_field(Kind.FILES, several=True))
    assert not one.xpath("//input[@type='file' and @multiple]")
    assert many.xpath("//input[@type='file' and @multiple]")


def test_a_reopened_question_says_why() -> None:
    assert "Cán bộ đề nghị sửa: Ảnh mờ." in words(drawn(a_field(Kind.FILES, remark="Ảnh mờ.")))


def test_a_group_offers_adding_up_to_its_most_and_removing_down_to_its_least() -> None:
    def buttons(group: Group) -> list[str]:
        return [button.get("name") for button in drawn(group).xpath("//button")]

    assert buttons(replace(members(1), minimum=1)) == ["_add"]
    assert buttons(members(2)) == ["_remove", "_remove", "_add"]
    assert buttons(replace(members(2), maximum=2)) == ["_remove", "_remove"]
    assert buttons(replace(members(2), locked=True)) == []


def test_a_group_that_is_full_says_so_and_what_to_do() -> None:
    said = "Đã đủ 2, nhiều nhất ghi được ở đây."
    assert said in words(drawn(replace(members(2), maximum=2)))
    assert "hỏi nơi nhận hồ sơ" in words(drawn(replace(members(2), maximum=2)))
    for group in (members(2), replace(members(2), minimum=2, maximum=2)):
        assert "nhiều nhất ghi được" not in words(drawn(group))


def test_a_group_posts_how_many_items_it_had() -> None:
    data = sent(drawn(members(3)))
    assert item_count("members", data) == 3
    data["members.count"] = "-1"
    assert item_count("members", data) == 0


def test_enter_in_a_field_means_next() -> None:
    data = sent(drawn(members(1)))
    assert pressed(data) == Pressed("_next", "")
    data["_remove"] = "members.0"
    assert pressed(data) == Pressed("_remove", "members.0")


def test_a_problem_in_one_of_many_rows_says_in_which() -> None:
    rows = tuple((a_field(Kind.DATE, name=f"g.{row}.born", errors=("Sai.",)),) for row in range(2))
    group = Group("g", "Những người cùng đến ở", rows, item_label="Người")
    said = list(Section("", (group,)).problems())
    assert said == [("f-g-0-born-day", "Người 1: Sai."), ("f-g-1-born-day", "Người 2: Sai.")]
    alone = replace(group, items=rows[:1])
    assert list(Section("", (alone,)).problems()) == [("f-g-0-born-day", "Sai.")]


def test_problems_come_in_the_order_of_the_page() -> None:
    group = Group("g", "Nhóm", ((a_field(Kind.TEXT, errors=("hai",)),),), errors=("một",))
    section = Section("", (group, a_field(Kind.DATE, errors=("ba",))))
    assert [message for _, message in section.problems()] == ["một", "hai", "ba"]


def test_no_question_carries_inline_style_or_script() -> None:
    for question in (*text_fields().fields, *other_fields().fields):
        form = drawn(question)
        names = {name for element in form.iter() for name in element.attrib}
        assert not [n for n in names if n == "style" or n.startswith("on")]
