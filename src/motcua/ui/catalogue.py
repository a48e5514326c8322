"""Made-up contents for the catalogue of components."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from motcua.ui import charts
from motcua.ui.answers import answers_of
from motcua.ui.catalogue_compounds import compound_fields
from motcua.ui.fields import (
    AddressParts,
    DateParts,
    Field,
    FileItem,
    Group,
    Kind,
    Option,
    PlaceParts,
    Section,
    ShownWhen,
)
from motcua.ui.posted import item_count, pressed, value_of
from motcua.ui.states import Deadline, Tone

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

ERRORS = {
    400: "",
    403: "",
    404: "",
    409: "Hồ sơ này đã được tiếp nhận nên không rút lại được nữa.",
    422: "Ngày sinh không thể sau hôm nay.",
    429: "Anh/chị đã thử sai 5 lần.",
    500: "",
    503: "",
}

PROVINCES = (Option("01", "Thành phố Hà Nội"), Option("79", "Thành phố Hồ Chí Minh"))
COMMUNES = (
    Option("00070", "Phường Hoàn Kiếm"),
    Option("00082", "Phường Cửa Nam"),
    Option("00004", "Phường Ba Đình"),
)
MONTHS = ("06", "07", "08", "09", "10", "11")


def text_fields() -> Section:
    """Return one question of each kind written in a single box."""
    return Section(
        "Người yêu cầu",
        (
            Field(
                "full_name",
                Kind.NAME,
                "Họ, chữ đệm và tên",
                hint="Viết đúng như trên thẻ căn cước.",
                value="Nguyễn Thị Hường",
                autocomplete="name",
                citation="Tờ khai đăng ký khai sinh, mục 1",
            ),
            Field(
                "citizen_number",
                Kind.CITIZEN_NUMBER,
                "Số định danh cá nhân",
                hint="Gồm 12 chữ số.",
                help="Số này in ở mặt trước thẻ căn cước.",
                value="01219",
                errors=("Số định danh cá nhân phải có 12 chữ số",),
            ),
            Field("phone", Kind.PHONE, "Số điện thoại", value="0912 000 000", autocomplete="tel"),
            Field("email", Kind.EMAIL, "Thư điện tử", required=False, autocomplete="email"),
            Field("tax_code", Kind.TAX_CODE, "Mã số thuế", required=False),
            Field("area", Kind.NUMBER, "Diện tích", value="45", suffix="m²"),
            Field("capital", Kind.MONEY, "Vốn kinh doanh", value="50000000"),
            Field("reason", Kind.LONG_TEXT, "Lý do", attributes={"maxlength": "1000"}),
        ),
    )


def other_fields() -> Section:
    """Return the questions of several parts, choices, files and the states a question can have."""
    return Section("Nơi ở và giấy tờ", (*_choices(), *_parts(), members(1)))


def _choices() -> tuple[Field, ...]:
    return (
        Field(
            "born_on",
            Kind.DATE,
            "Ngày sinh",
            hint="Ví dụ: 27 3 1990",
            value=DateParts("31", "2", "1990"),
            errors=("Tháng 2 năm 1990 không có ngày 31",),
            autocomplete="bday",
        ),
        Field(
            "sex",
            Kind.CHOICE,
            "Giới tính",
            value="female",
            options=(Option("female", "Nữ"), Option("male", "Nam")),
        ),
        Field("is_owner", Kind.YES_NO, "Chỗ ở thuộc quyền sở hữu của anh/chị?", value="no"),
        Field(
            "owner",
            Kind.NAME,
            "Họ tên chủ sở hữu chỗ ở",
            shown_when=ShownWhen("is_owner", ("no",), "Chỉ trả lời nếu ở nhờ, ở thuê."),
        ),
        Field(
            "copies",
            Kind.CHOICES,
            "Giấy tờ nhận thêm",
            required=False,
            value=("copy",),
            options=(
                Option("copy", "Bản sao trích lục", "8.000 đ một bản"),
                Option("card", "Thẻ bảo hiểm y tế"),
            ),
        ),
    )


def _parts() -> tuple[Field, ...]:
    return (
        Field(
            "ethnicity",
            Kind.CHOICE,
            "Dân tộc",
            options=tuple(Option(str(i), f"Dân tộc {i}") for i in range(1, 55)),
        ),
        Field(
            "birthplace",
            Kind.PLACE,
            "Nơi sinh",
            value=PlaceParts("01", "00082"),
            options=PROVINCES,
            communes=COMMUNES,
        ),
        Field(
            "address",
            Kind.ADDRESS,
            "Nơi thường trú",
            value=AddressParts("Số 5, ngõ 12, phố Hàng Than", "01", "00070"),
            options=PROVINCES,
            communes=COMMUNES,
            remark="Số nhà chưa khớp với hợp đồng thuê.",
        ),
        Field(
            "photo",
            Kind.FILES,
            "Giấy chứng sinh",
            hint="Ảnh chụp hoặc PDF; mỗi tệp tối đa 10 MB.",
            value=(
                FileItem("k1", "giay-chung-sinh.jpg", 2_400_000, "#", "đã quét vi-rút"),
                FileItem("k2", "mặt sau.heic", 340_000),
            ),
            attributes={"accept": "image/*,.heic,.pdf"},
            several=True,
        ),
        Field("locked", Kind.TEXT, "Quốc tịch", value="Việt Nam", locked=True),
        Field(
            "note",
            Kind.NOTICE,
            "Anh/chị không phải nộp giấy chứng nhận kết hôn.",
            hint="Cơ quan đăng ký tự tra cứu trong cơ sở dữ liệu hộ tịch điện tử.",
        ),
    )


def members(count: int) -> Group:
    """Return a repeated group of `count` items."""
    items = tuple(
        (
            Field(f"members.{i}.full_name", Kind.NAME, "Họ và tên"),
            Field(f"members.{i}.relation", Kind.TEXT, "Quan hệ với chủ hộ", required=False),
        )
        for i in range(count)
    )
    return Group("members", "Người cùng chuyển đến", items, 0, 5, "Thêm người", "Người")


def questions(data: QueryDict | None) -> dict[str, Any]:
    """Return the catalogue's page of questions, as posted where it was posted."""
    count = item_count("members", data) if data else 1
    if data:
        count += {"_add": 1, "_remove": -1}.get(pressed(data).press, 0)
    sections = [text_fields(), other_fields()]
    fields = (*sections[1].fields[:-1], members(max(count, 0)))
    sections[1] = replace(sections[1], fields=fields)
    if data:
        sections = [_refilled(section, data) for section in sections]
    sections.append(compound_fields())
    problems = [problem for section in sections for problem in section.problems()]
    return {"sections": sections, "problems": problems if data else [], "form_id": "questions"}


def portal(now: datetime) -> dict[str, Any]:
    """Return what the catalogue of citizens' pages shows."""
    return {
        "now": now,
        "due": now + timedelta(days=2),
        "deadlines": list(Deadline),
        "tones": list(Tone),
        "answers": answers_of(text_fields(), "/x") + answers_of(other_fields()),
        "timeline": _timeline(now),
        "chips": _chips(),
        "charts": _charts(),
    }


def desk(now: datetime) -> dict[str, Any]:
    """Return what the catalogue of officials' pages shows."""
    states = list(Deadline)
    rows = [
        {
            "state": states[i % 5],
            "code": f"H26.{i:02}-261120-{i:04}",
            "person": "Nguyễn Thị Hường" if i % 2 else "Trần Văn Dũng",
            "procedure": "Đăng ký khai sinh" if i % 3 else "Đăng ký thường trú",
            "due": now + timedelta(hours=7 * i - 20),
        }
        for i in range(1, 16)
    ]
    return {**portal(now), "rows": rows}


def _refilled(section: Section, data: QueryDict) -> Section:
    fields = tuple(
        replace(f, value=value_of(f.name, f.kind, data))
        if isinstance(f, Field) and f.kind is not Kind.FILES
        else f
        for f in section.fields
    )
    return replace(section, fields=fields)


def _timeline(now: datetime) -> list[dict[str, object]]:
    def at(days: int) -> datetime:
        return now - timedelta(days=days)

    return [
        {"title": "Anh/chị đã nộp hồ sơ", "state": "done", "at": at(4)},
        {"title": "Đã tiếp nhận", "state": "done", "at": at(3), "meta": "Bộ phận Một cửa"},
        {
            "title": "Chờ anh/chị bổ sung",
            "state": "paused",
            "at": at(2),
            "text": "Thời hạn giải quyết tạm dừng cho tới khi anh/chị bổ sung.",
        },
        {"title": "Đang thẩm định", "state": "current", "meta": "Công chức tư pháp – hộ tịch"},
        {"title": "Trả kết quả", "state": "next", "meta": "hẹn 15:30 24/11/2026"},
    ]


def _chips() -> list[dict[str, object]]:
    return [
        {"text": "Tất cả", "href": "?", "chosen": False, "count": 48},
        {"text": "Quá hạn", "href": "?state=late", "chosen": True, "count": 3},
        {"text": "Sắp đến hạn", "href": "?state=soon", "chosen": False, "count": 9},
        {"text": "Khai sinh", "href": "?procedure=1", "chosen": False, "count": ""},
    ]


def _charts() -> list[charts.Chart]:
    months = [(f"{month}/26", (40 + 7 * i, 9 - i, i)) for i, month in enumerate(MONTHS)]
    names = ("Đúng hạn", "Sắp đến hạn", "Quá hạn")
    wards = [("Phường Hoàn Kiếm", 128), ("Phường Cửa Nam", 1096), ("Phường Ba Đình", 33)]
    return [
        charts.bar("Hồ sơ theo phường", "Phường", "Hồ sơ", wards),
        charts.stacked("Hồ sơ theo tháng", "Tháng", names, months),
        charts.line("Xu hướng sáu tháng", "Tháng", names[:2], [(m, v[:2]) for m, v in months]),
    ]
