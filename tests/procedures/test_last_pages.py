"""A certificate's signature never stands on a page of its own."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from motcua.procedures.base.loading import pack_folders
from motcua.ui.paper import render_pdf
from tests.ui.reading import text_of

HOUSEHOLD = "1.001612"
MADE = datetime(2026, 11, 20, tzinfo=UTC)


def pages(lines, members):
    """Give the text of each page of a household's certificate."""
    person = {"birth_date": "01/02/1980", "sex": "Nữ", "number": "001180012345"}
    data = {
        "title": "Giấy chứng nhận đăng ký hộ kinh doanh",
        "demo": True,
        "agency": {"parent": "Thành phố Hà Nội", "name": "Ủy ban nhân dân phường Ba Đình"},
        "place": "Hà Nội",
        "date": "2026-11-20",
        "signer": {
            "authority": ["TM. Ủy ban nhân dân", "Chủ tịch"],
            "name": "Nguyễn Văn An",
            "signed_at": "2026-11-20T15:30:00+07:00",
            "seal": True,
        },
        "fields": {
            "business_name": "PHỞ BÒ GIA TRUYỀN",
            "office_address": "Số 12, ngõ 34, phố Đội Cấn, phường Ba Đình, thành phố Hà Nội",
            "owner_name": "Nguyễn Văn An",
            "owner_address": "Số 12, ngõ 34, phố Đội Cấn, phường Ba Đình, thành phố Hà Nội",
            "lines": [{"name": "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động"}] * lines,
            "members": [person | {"name": "Trần Thị Bình"}] * members,
        },
    }
    folder = next(one for one in pack_folders() if one.name == HOUSEHOLD)
    content = render_pdf((folder / "result.typ").read_bytes(), data, at=MADE)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        count = len(pdf.pages)
    return count, text_of(content)


def test_a_family_with_some_lines_of_business_has_its_certificate_on_one_page():
    assert pages(5, 3)[0] == 1


@pytest.mark.parametrize("lines", [*range(8, 13), 25])
def test_the_signature_takes_what_is_said_of_the_owner_with_it(lines):
    count, text = pages(lines, 0)
    last = text.rpartition("Trang 1/")[2] if count > 1 else text
    assert "6. Chủ hộ kinh doanh" in last
    assert last.index("6. Chủ hộ kinh doanh") < last.index("15:30 20/11/2026")


@pytest.mark.parametrize("members", [6, 9, 12])
def test_the_signature_takes_the_members_of_the_family_with_it(members):
    count, text = pages(5, members)
    assert count == 2
    assert text.rpartition("Trang 1/")[2].count("Trần Thị Bình") == members
