"""Answers read back as a person would say them."""

from __future__ import annotations

from motcua.ui.answers import answers_of
from motcua.ui.catalogue import other_fields, text_fields
from motcua.ui.fields import Field, Kind, Section


def test_answers_are_written_in_words() -> None:
    said = {answer.label: answer.lines for answer in answers_of(other_fields())}
    assert said["Ngày sinh"] == ("31/02/1990",)
    assert said["Giới tính"] == ("Nữ",)
    assert said["Chỗ ở thuộc quyền sở hữu của anh/chị?"] == ("Không",)
    assert said["Nơi sinh"] == ("Phường Cửa Nam, Thành phố Hà Nội",)
    assert said["Nơi thường trú"] == (
        "Số 5, ngõ 12, phố Hàng Than",
        "Phường Hoàn Kiếm, Thành phố Hà Nội",
    )
    assert said["Giấy tờ nhận thêm"] == ("Bản sao trích lục",)
    assert said["Dân tộc"] == ()


def test_money_and_units_are_written_out() -> None:
    said = {answer.label: answer.lines for answer in answers_of(text_fields())}
    assert said["Vốn kinh doanh"] == ("50.000.000\u00a0đ",)
    assert said["Diện tích"] == ("45 m²",)


def test_items_of_a_group_are_numbered_and_notices_left_out() -> None:
    labels = [answer.label for answer in answers_of(other_fields())]
    assert "Người 1: Họ và tên" in labels
    assert "Anh/chị không phải nộp giấy chứng nhận kết hôn." not in labels


def test_a_locked_answer_has_no_link_to_change_it() -> None:
    section = Section(
        "", (Field("a", Kind.TEXT, "A"), Field("b", Kind.TEXT, "B", value="x", locked=True))
    )
    assert [a.change_url for a in answers_of(section, "/buoc/2")] == ["/buoc/2#f-a", ""]
